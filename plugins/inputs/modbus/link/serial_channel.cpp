#include "link/serial_channel.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace historian::modbus {
namespace {

struct Speed {
    int baud;
    speed_t code;
};

constexpr Speed kSpeeds[] = {{1200, B1200},
                             {2400, B2400},
                             {4800, B4800},
                             {9600, B9600},
                             {19200, B19200},
                             {38400, B38400},
                             {57600, B57600},
                             {115200, B115200},
                             {230400, B230400},
                             {460800, B460800},
                             {921600, B921600}};

const Speed* speedOf(int baud)
{
    const Speed* found = std::ranges::find(kSpeeds, baud, &Speed::baud);
    return found == std::end(kSpeeds) ? nullptr : found;
}

tcflag_t characterFlags(const SerialFormat& format)
{
    tcflag_t flags = CREAD | CLOCAL | (format.dataBits == 7 ? CS7 : CS8);
    if (format.parity != 'N') flags |= PARENB;
    if (format.parity == 'O') flags |= PARODD;
    if (format.stopBits == 2) flags |= CSTOPB;
    return flags;
}

} // namespace

std::chrono::microseconds characterTime(const SerialFormat& format)
{
    const int bits = 1 + format.dataBits + (format.parity == 'N' ? 0 : 1) + format.stopBits;
    return std::chrono::microseconds(1'000'000LL * bits / format.baud);
}

bool isKnownBaud(int baud)
{
    return speedOf(baud) != nullptr;
}

SerialChannel::SerialChannel(std::string path, SerialFormat format, Loop& loop)
    : path_(std::move(path)), format_(format), loop_(loop)
{
}

Task<Io> SerialChannel::open(SteadyTime /*deadline*/)
{
    port_ = FileDescriptor(::open(path_.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (!port_.isOpen()) co_return broken("cannot open", errno);
    if (::flock(port_.get(), LOCK_EX | LOCK_NB) != 0)
        co_return broken("another program uses it", errno);
    ::ioctl(port_.get(), TIOCEXCL); // for programs that do not know flock
    if (!configure()) co_return broken("cannot set it up", errno);
    co_return Io::Done;
}

bool SerialChannel::configure() const
{
    termios settings{};
    if (::tcgetattr(port_.get(), &settings) != 0) return false;
    ::cfmakeraw(&settings);
    settings.c_cflag &= ~static_cast<tcflag_t>(CSIZE | PARENB | PARODD | CSTOPB | CRTSCTS | HUPCL);
    settings.c_cflag |= characterFlags(format_);
    settings.c_cc[VMIN] = 1; // so that 0 bytes mean a hang-up
    settings.c_cc[VTIME] = 0;
    ::cfsetspeed(&settings, speedOf(format_.baud)->code);
    return ::tcsetattr(port_.get(), TCSANOW, &settings) == 0 &&
           ::tcflush(port_.get(), TCIFLUSH) == 0;
}

void SerialChannel::close()
{
    port_ = FileDescriptor();
}

Task<Io> SerialChannel::send(ByteView bytes, SteadyTime deadline)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::write(port_.get(), bytes.data(), bytes.size());
        if (sent >= 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(sent));
            continue;
        }
        if (errno != EAGAIN && errno != EINTR) co_return broken("cannot send", errno);
        const Io ready = co_await await(POLLOUT, deadline);
        if (ready != Io::Done) co_return ready;
    }
    co_return Io::Done;
}

Task<Io> SerialChannel::receive(Bytes& into, SteadyTime deadline)
{
    const Io ready = co_await await(POLLIN, deadline);
    co_return ready == Io::Done ? take(into) : ready;
}

// After a hang-up poll() and read() return at once and for ever, so the port is closed.
Io SerialChannel::take(Bytes& into)
{
    std::array<std::uint8_t, kReceiveMax> buffer{};
    const ssize_t received = ::read(port_.get(), buffer.data(), buffer.size());
    if (received == 0) return broken("the line is gone", ENODEV);
    if (received < 0)
        return errno == EAGAIN || errno == EINTR ? Io::Done : broken("cannot receive", errno);
    into.insert(into.end(), buffer.begin(), buffer.begin() + received);
    return Io::Done;
}

Task<Io> SerialChannel::await(short events, SteadyTime deadline) const
{
    co_return ioOf(co_await loop_.wait(port_.get(), events, deadline));
}

Io SerialChannel::broken(const std::string& doing, int code)
{
    close();
    why_ = doing + ": " + std::generic_category().message(code);
    return Io::Broken;
}

} // namespace historian::modbus
