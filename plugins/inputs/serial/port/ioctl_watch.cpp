#include "port/ioctl_watch.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cstdarg>
#include <mutex>

namespace historian::serial {
namespace {

struct Asked {
    std::mutex mutex;
    std::vector<unsigned long> requests;
};

Asked& asked()
{
    static Asked all;
    return all;
}

} // namespace

std::vector<unsigned long> ioctlsAsked()
{
    const std::lock_guard lock(asked().mutex);
    return asked().requests;
}

void forgetIoctls()
{
    const std::lock_guard lock(asked().mutex);
    asked().requests.clear();
}

} // namespace historian::serial

extern "C" __attribute__((visibility("default"))) int
ioctl(int descriptor, unsigned long request, ...) noexcept
{
    va_list arguments;
    va_start(arguments, request);
    void* argument = va_arg(arguments, void*);
    va_end(arguments);
    {
        const std::lock_guard lock(historian::serial::asked().mutex);
        historian::serial::asked().requests.push_back(request);
    }
    return static_cast<int>(::syscall(SYS_ioctl, descriptor, request, argument));
}
