#pragma once

#include "link/line.h"
#include "wire/rtu.h"

namespace historian::modbus {

/// How long a serial line must be quiet before a frame: three and a half characters.
std::chrono::microseconds silenceOf(std::chrono::microseconds character);

/// Modbus RTU, on a serial line or within TCP: frames with a CRC and without a number.
class RtuLine : public Line {
public:
    using Line::Line;

    Task<Answer> read(Read read, std::chrono::milliseconds timeout) override;

    bool numbersReplies() const override { return false; }

private:
    bool isThroughNetwork()
    {
        return channel().characterTime() == channel().characterTime().zero();
    }

    Task<Io> waitForQuiet();
    Task<Answer> await(const Read& read, SteadyTime deadline);
    Answer giveUpWaiting(const Read& read, Io io);
    void count(const RtuScan& scan);
    void drop();

    SteadyTime lastByte_{};
};

} // namespace historian::modbus
