#include "database/lock_file.h"

#include <historian/error.h>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace historian::sqlite {

LockFile::LockFile(const std::filesystem::path& file)
    : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640))
{
    if (descriptor_ < 0)
        throw Unavailable(file.string() + ": " + std::generic_category().message(errno));
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
    const int reason = errno;
    ::close(descriptor_);
    throw Unavailable(reason == EWOULDBLOCK
                          ? file.string() + ": another process writes this store; it was not opened"
                          : file.string() + ": " + std::generic_category().message(reason));
}

LockFile::~LockFile()
{
    ::close(descriptor_);
}

} // namespace historian::sqlite
