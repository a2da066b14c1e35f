#include "config/secret_check.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace historian::config {
namespace {

/// What is seen of a file from outside.
struct Sight {
    std::optional<struct stat> status;
    int fault = 0;

    bool isHidden() const { return fault != 0 && fault != ENOENT && fault != ENOTDIR; }
};

Sight lookAt(const std::filesystem::path& path)
{
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0) return {std::nullopt, errno};
    return {status, 0};
}

std::string words(int fault)
{
    return std::generic_category().message(fault);
}

} // namespace

SecretCheck::SecretCheck(SecretPlaces places, std::vector<std::string>& doubts)
    : places_(std::move(places)), doubts_(doubts)
{
}

Result<std::string> SecretCheck::resolve(const SecretReference& reference) const
{
    std::optional<std::string> fault = reference.kind == SecretReference::Kind::Credential
                                           ? faultOfCredential(reference.name)
                                           : faultOfFile(reference.name);
    if (fault) return Error{*std::move(fault)};
    return std::string("unresolved");
}

std::optional<std::string> SecretCheck::faultOfCredential(const std::string& name) const
{
    if (!isCredentialName(name)) return "credential '" + name + "' is not a name";
    std::string hidden;
    for (const std::filesystem::path& folder : places_.handedOver) {
        if (folder.empty()) continue;
        const Sight sight = lookAt(folder / name);
        if (sight.status) return std::nullopt;
        if (sight.isHidden()) hidden = folder.string() + ": " + words(sight.fault);
    }
    const std::filesystem::path own = places_.data / kCredentials;
    const Sight data = lookAt(places_.data);
    const Sight sight = lookAt(own / name);
    if (sight.status) return faultOfSecretFile(own / name, *sight.status, data.status->st_uid);
    if (sight.isHidden()) hidden = own.string() + ": " + words(sight.fault);
    if (!data.status) hidden = places_.data.string() + ": " + words(data.fault);
    if (hidden.empty()) return missingCredentialText(name, places_.data);
    doubt("credential '" + name + "'", hidden);
    return std::nullopt;
}

std::optional<std::string> SecretCheck::faultOfFile(const std::filesystem::path& path) const
{
    if (!path.is_absolute()) return "secret file '" + path.string() + "' must be an absolute path";
    const Sight sight = lookAt(path);
    const Sight data = lookAt(places_.data);
    if (sight.status)
        return faultOfSecretFile(
            path, *sight.status, data.status ? data.status->st_uid : sight.status->st_uid);
    if (!sight.isHidden())
        return "secret file " + path.string() + " cannot be read: " + words(sight.fault);
    doubt("secret file " + path.string(), words(sight.fault));
    return std::nullopt;
}

void SecretCheck::doubt(const std::string& what, const std::string& why) const
{
    std::string text = what + ": whether it is there cannot be seen (" + why + ")";
    if (std::ranges::find(doubts_, text) == doubts_.end()) doubts_.push_back(std::move(text));
}

} // namespace historian::config
