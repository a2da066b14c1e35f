#pragma once

#include <historian/error.h>

#include <sys/stat.h>
#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace historian::config {

inline constexpr std::size_t kSecretBytesMax = 64 * 1024;

/// The daemon's own credentials, in its data directory.
inline constexpr const char* kCredentials = "credentials";

/// What stands in the file for a secret.
struct SecretReference {
    enum class Kind { Credential, File };
    Kind kind;
    std::string name; ///< of the credential, or the path
};

/// `${credential:NAME}` or `${file:PATH}`, else nothing.
std::optional<SecretReference> parseSecretReference(std::string_view text);

/// Whether that can name a credential: a file in one of their folders.
bool isCredentialName(std::string_view name);

/// That there is none of that name, and the command that sets it.
std::string missingCredentialText(const std::string& name, const std::filesystem::path& data);

/// Why a secret must not be read from a file of that status: it is no plain file, or others can
/// read it, or it belongs neither to root nor to the service's user.
std::optional<std::string>
faultOfSecretFile(const std::filesystem::path& path, const struct stat& status, uid_t service);

/// What the file holds, without the line end at its end. Who reads it has looked at its rights.
Result<std::string> readSecretFile(const std::filesystem::path& path);

/// Stands for a secret that was not read.
inline constexpr std::string_view kUnreadSecret = "unresolved";

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
    /// `handedOver`: $CREDENTIALS_DIRECTORY, empty if not set. `data`: the data directory.
    SystemSecrets(std::filesystem::path handedOver, std::filesystem::path data);

    Result<std::string> resolve(const SecretReference& reference) const override;

private:
    Result<std::string> credential(const std::string& name) const;

    std::filesystem::path handedOver_;
    std::filesystem::path data_;
};

/// Believes every reference and gives a word for it: for who needs no secret.
class UnresolvedSecrets final : public SecretSource {
public:
    Result<std::string> resolve(const SecretReference&) const override
    {
        return std::string(kUnreadSecret);
    }
};

} // namespace historian::config
