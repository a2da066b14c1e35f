#pragma once

#include <filesystem>
#include <string>

namespace historian::ctl {

/// Letters, digits, '_', '-' and '.', not first; at most 64.
bool isCredentialName(const std::string& name);

/// Puts a secret where `${credential:NAME}` of a daemon with that data directory finds it:
/// DIR/credentials/NAME, mode 0600, belonging to the owner of DIR; there before or after, never
/// half. Gives the path. Throws ApiError without a word of the secret.
std::filesystem::path writeCredential(const std::filesystem::path& dataDirectory,
                                      const std::string& name,
                                      const std::string& secret);

} // namespace historian::ctl
