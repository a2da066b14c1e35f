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

/// Takes credentials from systemd's directory, else from the daemon's own one, where
/// `historianctl credential set` puts them. Files, the daemon's own too, have mode 0600 or 0400 and
/// belong to root or to this user. A line end at the end is cut off. Threads: any.
class SystemSecrets final : public SecretSource {
public:
    /// `handedOver`: $CREDENTIALS_DIRECTORY, empty if not set. `own`: DATA/credentials.
    SystemSecrets(std::filesystem::path handedOver, std::filesystem::path own);

    Result<std::string> resolve(const SecretReference& reference) const override;

private:
    Result<std::string> credential(const std::string& name) const;

    std::filesystem::path handedOver_;
    std::filesystem::path own_;
};

/// Believes every reference and gives a word for it: for `--check`, which is run where the secrets
/// are not.
class UnresolvedSecrets final : public SecretSource {
public:
    Result<std::string> resolve(const SecretReference&) const override
    {
        return std::string("unresolved");
    }
};

} // namespace historian::config
