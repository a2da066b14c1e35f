#include "config/secrets.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

namespace historian::config {
namespace {

/// Closes a descriptor when it goes.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}

    ~Descriptor()
    {
        if (number_ >= 0) ::close(number_);
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const { return number_; }

private:
    int number_;
};

enum class Ownership { Checked, Trusted };

constexpr const char* kUsualData = "/var/lib/historian"; // historianctl's own choice, too

std::string notPlainText(const std::filesystem::path& path)
{
    return "secret file " + path.string() + " is not a plain file";
}

Result<std::string> readSecret(const std::filesystem::path& path, Ownership ownership)
{
    // The rights are asked of the open file, so that it cannot be exchanged in between.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.number() < 0)
        return Error{"secret file " + path.string() +
                     " cannot be read: " + std::generic_category().message(errno)};
    struct stat status = {};
    if (::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode))
        return Error{notPlainText(path)};
    if (ownership == Ownership::Checked)
        if (auto fault = faultOfSecretFile(path, status, ::geteuid()))
            return Error{*std::move(fault)};
    std::string text(kSecretBytesMax + 1, '\0');
    const ssize_t length = ::read(file.number(), text.data(), text.size());
    if (length < 0) return Error{"secret file " + path.string() + " cannot be read"};
    if (static_cast<std::size_t>(length) > kSecretBytesMax)
        return Error{"secret file " + path.string() + " is too large"};
    text.resize(static_cast<std::size_t>(length));
    while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
    if (text.empty()) return Error{"secret file " + path.string() + " is empty"};
    return text;
}

} // namespace

Result<std::string> readSecretFile(const std::filesystem::path& path)
{
    return readSecret(path, Ownership::Trusted);
}

bool isCredentialName(std::string_view name)
{
    return !name.empty() && name.size() <= 255 && name != "." && name != ".." &&
           name.find('/') == std::string_view::npos;
}

std::string missingCredentialText(const std::string& name, const std::filesystem::path& data)
{
    const std::string elsewhere = data == kUsualData ? "" : " --data " + data.string();
    return "credential '" + name + "' is not there: set it with historianctl credential set " +
           name + elsewhere;
}

std::optional<std::string>
faultOfSecretFile(const std::filesystem::path& path, const struct stat& status, uid_t service)
{
    const mode_t mode = status.st_mode & 07777;
    if (!S_ISREG(status.st_mode)) return notPlainText(path);
    if ((mode == 0600 || mode == 0400) && (status.st_uid == 0 || status.st_uid == service))
        return std::nullopt;
    return "secret file " + path.string() +
           " must have mode 0600 or 0400 and belong to root or to the service's user";
}

std::optional<SecretReference> parseSecretReference(std::string_view text)
{
    using Kind = SecretReference::Kind;
    if (!text.starts_with("${") || !text.ends_with("}")) return std::nullopt;
    text = text.substr(2, text.size() - 3);
    for (const auto& [prefix, kind] : {std::pair{std::string_view("credential:"), Kind::Credential},
                                       std::pair{std::string_view("file:"), Kind::File}})
        if (text.starts_with(prefix) && text.size() > prefix.size())
            return SecretReference{kind, std::string(text.substr(prefix.size()))};
    return std::nullopt;
}

SystemSecrets::SystemSecrets(std::filesystem::path handedOver, std::filesystem::path data)
    : handedOver_(std::move(handedOver)), data_(std::move(data))
{
}

Result<std::string> SystemSecrets::credential(const std::string& name) const
{
    if (!isCredentialName(name)) return Error{"credential '" + name + "' is not a name"};
    std::error_code fault;
    if (!handedOver_.empty() && std::filesystem::exists(handedOver_ / name, fault))
        return readSecret(handedOver_ / name, Ownership::Trusted);
    const std::filesystem::path own = data_ / kCredentials / name;
    if (std::filesystem::exists(own, fault)) return readSecret(own, Ownership::Checked);
    return Error{missingCredentialText(name, data_)};
}

Result<std::string> SystemSecrets::resolve(const SecretReference& reference) const
{
    if (reference.kind == SecretReference::Kind::Credential) return credential(reference.name);
    if (!std::filesystem::path(reference.name).is_absolute())
        return Error{"secret file '" + reference.name + "' must be an absolute path"};
    return readSecret(reference.name, Ownership::Checked);
}

} // namespace historian::config
