#pragma once

#include <historian/error.h>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace historian::config {

inline constexpr std::size_t kSecretBytesMax = 64 * 1024;

/// What stands in the file for a secret.
struct SecretReference {
    enum class Kind { Credential, File };
    Kind kind;
    std::string name; ///< of the credential, or the path
};

/// `${credential:NAME}` or `${file:PATH}`, else nothing.
std::optional<SecretReference> parseSecretReference(std::string_view text);

/// Finds secrets. Their text never gets into a message.
class SecretSource {
public:
    virtual ~SecretSource() = default;
    virtual Result<std::string> resolve(const SecretReference& reference) const = 0;
};

/// Takes credentials from systemd's directory and files of mode 0600 or 0400 that belong to root
/// or to this user. A line end at the end is cut off. Threads: any.
class SystemSecrets final : public SecretSource {
public:
    /// `credentials`: $CREDENTIALS_DIRECTORY, empty if not set.
    explicit SystemSecrets(std::filesystem::path credentials);

    Result<std::string> resolve(const SecretReference& reference) const override;

private:
    std::filesystem::path credentials_;
};

/// Believes every reference: for `--check`, which is run where the secrets are not.
class UnresolvedSecrets final : public SecretSource {
public:
    Result<std::string> resolve(const SecretReference&) const override { return std::string{}; }
};

} // namespace historian::config
