#pragma once

#include <cstddef>
#include <string>

namespace historian::ctl {

inline constexpr std::size_t kSecretBytesMax = 64 * 1024; ///< the daemon reads no longer ones

/// Reads a secret: a line that is not shown from a terminal, after the prompt on stderr; all there
/// is from anything else. A line end at the end is cut off. Throws ApiError if there is none, it is
/// too long, or the person gave up (Ctrl-C).
std::string readSecret(int descriptor, const std::string& prompt);

} // namespace historian::ctl
