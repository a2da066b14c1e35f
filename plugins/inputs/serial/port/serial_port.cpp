#include "port/serial_port.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace historian::serial {

namespace {

std::string wordsOf(int fault)
{
    switch (fault) {
    case ENOENT:
    case ENODEV:
    case ENXIO: return "unplugged";
    case EBUSY:
    case EWOULDBLOCK: return "another program has it open";
    case ENOTTY:
    case EINVAL: return "not a serial port, or not at this speed";
    case EACCES:
    case EPERM: return "no permission: the service's user must be in the group dialout";
    default: return std::generic_category().message(fault);
    }
}

// Raw, and never a signal on the modem lines at close. True if the port took it.
bool makeRaw(int descriptor, speed_t baud)
{
    termios mode{};
    if (::tcgetattr(descriptor, &mode) != 0) return false;
    ::cfmakeraw(&mode);
    mode.c_cflag |= CLOCAL | CREAD;
    mode.c_cflag &= ~static_cast<tcflag_t>(HUPCL | CRTSCTS | CSTOPB);
    mode.c_cc[VMIN] = 1; // so that read() gives 0 only when the line has hung up
    mode.c_cc[VTIME] = 0;
    return ::cfsetspeed(&mode, baud) == 0 && ::tcsetattr(descriptor, TCSANOW, &mode) == 0;
}

} // namespace

Result<SerialPort> SerialPort::open(const std::string& path, speed_t baud)
{
    lines::Descriptor descriptor(::open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (!descriptor.isOpen()) return Error{wordsOf(errno)};
    if (::isatty(descriptor.number()) == 0) return Error{wordsOf(ENOTTY)};
    if (::flock(descriptor.number(), LOCK_EX | LOCK_NB) != 0) return Error{wordsOf(errno)};
    if (::ioctl(descriptor.number(), TIOCEXCL) != 0 || !makeRaw(descriptor.number(), baud))
        return Error{wordsOf(errno)};
    ::tcflush(descriptor.number(), TCIFLUSH);
    return SerialPort(std::move(descriptor));
}

SerialPort::~SerialPort()
{
    if (descriptor_.isOpen()) ::ioctl(descriptor_.number(), TIOCNXCL);
}

std::optional<std::size_t> SerialPort::read(std::span<char> into)
{
    const ssize_t count = ::read(descriptor_.number(), into.data(), into.size());
    if (count > 0) return static_cast<std::size_t>(count);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
    return std::nullopt;
}

bool SerialPort::write(std::string_view text)
{
    const ssize_t count = ::write(descriptor_.number(), text.data(), text.size());
    return count == static_cast<ssize_t>(text.size());
}

} // namespace historian::serial
