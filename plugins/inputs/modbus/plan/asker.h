#pragma once

#include "link/line.h"

namespace historian::modbus {

/// How a unit wants to be asked.
struct Manners {
    std::chrono::milliseconds timeout{2000};
    std::chrono::milliseconds requestGap{0};
};

inline constexpr int kBusyTries = 3;
inline constexpr std::chrono::milliseconds kBusyPause{100};

/// Asks one unit over a line: keeps the gap between requests, asks again once after a garbled
/// reply, and up to kBusyTries times while the device says that it is busy. Threads: none.
class Asker {
public:
    Asker(Line& line, Loop& loop, std::uint8_t unit, Manners manners);

    Task<Answer> operator()(Read read);

    std::uint64_t requests() const { return requests_; }

private:
    Task<Answer> askOnce(const Read& read);
    Task<bool> pause(std::chrono::milliseconds time) const;

    Line& line_;
    Loop& loop_;
    std::uint8_t unit_;
    Manners manners_;
    std::uint64_t requests_ = 0;
};

} // namespace historian::modbus
