#include "ctl/credentials/credential_file.h"

#include "ctl/api_client.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace historian::ctl {

namespace {

constexpr std::size_t kNameCharsMax = 64;

[[noreturn]] void fail(const std::string& doing, const std::filesystem::path& path)
{
    throw ApiError(
        "cannot " + doing + " " + path.string() + ": " + std::generic_category().message(errno), 1);
}

/// A file beside its final place; it goes unless it was put there.
class NewFile {
public:
    explicit NewFile(const std::filesystem::path& directory)
        : path_((directory / ".new-XXXXXX").string()),
          descriptor_(::mkostemp(path_.data(), O_CLOEXEC)) // makes it 0600
    {
        if (descriptor_ < 0) fail("make a file in", directory);
    }

    ~NewFile()
    {
        ::close(descriptor_);
        if (!path_.empty()) ::unlink(path_.c_str());
    }

    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    void write(const std::string& text) const
    {
        std::size_t done = 0;
        while (done < text.size()) {
            const ssize_t length = ::write(descriptor_, text.data() + done, text.size() - done);
            if (length < 0) fail("write", path_);
            done += static_cast<std::size_t>(length);
        }
        if (::fsync(descriptor_) != 0) fail("sync", path_);
    }

    void giveTo(const struct stat& owner) const
    {
        if (::geteuid() == 0 && ::fchown(descriptor_, owner.st_uid, owner.st_gid) != 0)
            fail("give away", path_);
    }

    void moveTo(const std::filesystem::path& path)
    {
        if (::rename(path_.c_str(), path.c_str()) != 0) fail("write", path);
        path_.clear();
    }

private:
    std::string path_;
    int descriptor_;
};

/// Makes the folder of credentials where it is not there yet.
void makeFolder(const std::filesystem::path& folder, const struct stat& owner)
{
    if (::mkdir(folder.c_str(), 0700) != 0) {
        if (errno != EEXIST) fail("make", folder);
        return;
    }
    if (::geteuid() == 0 && ::lchown(folder.c_str(), owner.st_uid, owner.st_gid) != 0)
        fail("give away", folder);
}

} // namespace

bool isCredentialName(const std::string& name)
{
    const auto isAllowed = [](unsigned char c) {
        return c < 0x80 && (std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.');
    };
    return !name.empty() && name.size() <= kNameCharsMax && name.front() != '.' &&
           std::ranges::all_of(name, isAllowed);
}

std::filesystem::path writeCredential(const std::filesystem::path& dataDirectory,
                                      const std::string& name,
                                      const std::string& secret)
{
    struct stat owner = {};
    if (::stat(dataDirectory.c_str(), &owner) != 0) fail("find the data directory", dataDirectory);
    const std::filesystem::path folder = dataDirectory / "credentials";
    makeFolder(folder, owner);
    NewFile file(folder);
    file.write(secret);
    file.giveTo(owner);
    file.moveTo(folder / name);
    return folder / name;
}

} // namespace historian::ctl
