#include "port/ioctl_watch.h"
#include "port/serial_port.h"
#include "pty_pair.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace historian::serial {

TEST(SerialPort, ReadsWhatTheDevicePrintsByteForByte)
{
    PtyPair pty;
    auto port = SerialPort::open(pty.path(), B9600);
    ASSERT_TRUE(port) << port.error().message;
    pty.print("a\r\n\x03\x11\xFF");
    std::array<char, 64> bytes;
    EXPECT_EQ(port->read(bytes), 6U);
    EXPECT_EQ(std::string(bytes.data(), 6), "a\r\n\x03\x11\xFF");
    EXPECT_EQ(port->read(bytes), 0U);
}

TEST(SerialPort, WritesBytesAsTheyAre)
{
    PtyPair pty;
    auto port = SerialPort::open(pty.path(), B9600);
    ASSERT_TRUE(port);
    EXPECT_TRUE(port->write("OK 1\n"));
    EXPECT_EQ(pty.heard(5), "OK 1\n");
}

TEST(SerialPort, IsRawAtItsSpeedAndLetsTheModemLinesStandAtItsClose)
{
    PtyPair pty;
    auto port = SerialPort::open(pty.path(), B57600);
    ASSERT_TRUE(port);
    termios mode{};
    ASSERT_EQ(::tcgetattr(port->descriptor(), &mode), 0);
    EXPECT_EQ(::cfgetispeed(&mode), speed_t{B57600});
    EXPECT_EQ(mode.c_cflag & (HUPCL | CRTSCTS | CSTOPB), 0U);
    EXPECT_EQ(mode.c_cflag & (CLOCAL | CREAD | CSIZE), tcflag_t{CLOCAL | CREAD | CS8});
    EXPECT_EQ(mode.c_iflag & (IXON | ICRNL), 0U);
}

// A pty has no modem lines, so what is asked of the port is looked at.
TEST(SerialPort, LeavesTheModemLinesAlone)
{
    constexpr unsigned long kMoving[] = {TIOCMSET, TIOCMBIS, TIOCMBIC, TIOCSBRK, TIOCCBRK, TCSBRK};
    PtyPair pty;
    forgetIoctls();
    {
        auto port = SerialPort::open(pty.path(), B57600);
        ASSERT_TRUE(port);
        EXPECT_TRUE(port->write("x"));
        std::array<char, 64> bytes;
        port->read(bytes);
    }
    const std::vector<unsigned long> asked = ioctlsAsked();
    EXPECT_NE(std::ranges::find(asked, TIOCEXCL), asked.end()) << "the watch sees what is asked";
    for (const unsigned long request : asked)
        EXPECT_EQ(std::ranges::find(kMoving, request), std::end(kMoving)) << std::hex << request;
}

TEST(SerialPort, BelongsToOneProgram)
{
    PtyPair pty;
    {
        auto port = SerialPort::open(pty.path(), B9600);
        ASSERT_TRUE(port);
        int isExclusive = 0;
        ASSERT_EQ(::ioctl(port->descriptor(), TIOCGEXCL, &isExclusive), 0);
        EXPECT_EQ(isExclusive, 1);
        EXPECT_EQ(SerialPort::open(pty.path(), B9600).error().message,
                  "another program has it open");
    }
    EXPECT_TRUE(SerialPort::open(pty.path(), B9600));
}

TEST(SerialPort, SaysThatTheLineHasHungUp)
{
    PtyPair pty;
    auto port = SerialPort::open(pty.path(), B9600);
    ASSERT_TRUE(port);
    pty.unplug();
    std::array<char, 64> bytes;
    EXPECT_EQ(port->read(bytes), std::nullopt);
    EXPECT_FALSE(port->write("x"));
}

TEST(SerialPort, SaysInWordsWhyItCannotBeOpened)
{
    EXPECT_EQ(SerialPort::open("/dev/serial/by-id/none", B9600).error().message, "unplugged");
    EXPECT_EQ(SerialPort::open("/dev/null", B9600).error().message,
              "not a serial port, or not at this speed");
}

} // namespace historian::serial
