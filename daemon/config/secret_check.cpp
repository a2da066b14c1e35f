#include "config/secret_check.h"

#include <sys/stat.h>
#include <unistd.h>

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

Result<std::filesystem::path>
asWanted(const std::filesystem::path& path, const struct stat& status, uid_t service)
{
    if (auto fault = faultOfSecretFile(path, status, service)) return Error{*std::move(fault)};
    return path;
}

} // namespace

SecretCheck::SecretCheck(SecretPlaces places, std::vector<std::string>& doubts)
    : places_(std::move(places)), doubts_(doubts)
{
}

Result<std::string> SecretCheck::resolve(const SecretReference& reference) const
{
    const bool isCredential = reference.kind == SecretReference::Kind::Credential;
    const std::string what =
        isCredential ? "credential '" + reference.name + "'" : "secret file " + reference.name;
    const Result<std::filesystem::path> file =
        isCredential ? fileOfCredential(reference.name) : fileAt(reference.name);
    if (!file) return file.error();
    if (file->empty()) return std::string(kUnreadSecret);
    if (::access(file->c_str(), R_OK) == 0) return readSecretFile(*file);
    doubt(what + ": what it holds", words(errno));
    return std::string(kUnreadSecret);
}

Result<std::filesystem::path> SecretCheck::fileOfCredential(const std::string& name) const
{
    if (!isCredentialName(name)) return Error{"credential '" + name + "' is not a name"};
    std::string hidden;
    for (const std::filesystem::path& folder : places_.handedOver) {
        if (folder.empty()) continue;
        const Sight sight = lookAt(folder / name);
        if (sight.status) return folder / name;
        if (sight.isHidden()) hidden = folder.string() + ": " + words(sight.fault);
    }
    const std::filesystem::path own = places_.data / kCredentials;
    const Sight data = lookAt(places_.data);
    const Sight sight = lookAt(own / name);
    if (sight.status) return asWanted(own / name, *sight.status, data.status->st_uid);
    if (sight.isHidden()) hidden = own.string() + ": " + words(sight.fault);
    if (!data.status) hidden = places_.data.string() + ": " + words(data.fault);
    if (hidden.empty()) return Error{missingCredentialText(name, places_.data)};
    doubt("credential '" + name + "': whether it is there", hidden);
    return std::filesystem::path();
}

Result<std::filesystem::path> SecretCheck::fileAt(const std::filesystem::path& path) const
{
    if (!path.is_absolute())
        return Error{"secret file '" + path.string() + "' must be an absolute path"};
    const Sight sight = lookAt(path);
    const Sight data = lookAt(places_.data);
    if (sight.status)
        return asWanted(
            path, *sight.status, data.status ? data.status->st_uid : sight.status->st_uid);
    if (!sight.isHidden())
        return Error{"secret file " + path.string() + " cannot be read: " + words(sight.fault)};
    doubt("secret file " + path.string() + ": whether it is there", words(sight.fault));
    return std::filesystem::path();
}

void SecretCheck::doubt(const std::string& what, const std::string& why) const
{
    std::string text = what + " cannot be seen (" + why + ")";
    if (std::ranges::find(doubts_, text) == doubts_.end()) doubts_.push_back(std::move(text));
}

} // namespace historian::config
