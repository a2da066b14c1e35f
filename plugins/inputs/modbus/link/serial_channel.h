#pragma once

#include "link/channel.h"
#include "link/file_descriptor.h"

namespace historian::modbus {

/// How characters are sent on a serial line.
struct SerialFormat {
    int baud = 9600;
    int dataBits = 8;
    char parity = 'N'; ///< N, E or O
    int stopBits = 1;

    friend bool operator==(const SerialFormat&, const SerialFormat&) = default;
};

/// How long one character is on the wire.
std::chrono::microseconds characterTime(const SerialFormat& format);

/// Whether the kernel can set that speed by name.
bool isKnownBaud(int baud);

/// A serial line, held by this process alone (flock and TIOCEXCL). DTR and RTS stay as they are
/// and do not fall when it is closed.
class SerialChannel : public Channel {
public:
    SerialChannel(std::string path, SerialFormat format, Loop& loop);

    Task<Io> open(SteadyTime deadline) override;
    void close() override;

    bool isOpen() const override { return port_.isOpen(); }

    Task<Io> send(ByteView bytes, SteadyTime deadline) override;
    Task<Io> receive(Bytes& into, SteadyTime deadline) override;

    const std::string& why() const override { return why_; }

    std::chrono::microseconds characterTime() const override
    {
        return modbus::characterTime(format_);
    }

private:
    bool configure() const;
    Task<Io> await(short events, SteadyTime deadline) const;
    Io take(Bytes& into);
    Io broken(const std::string& doing, int code);

    std::string path_;
    SerialFormat format_;
    Loop& loop_;
    FileDescriptor port_;
    std::string why_;
};

} // namespace historian::modbus
