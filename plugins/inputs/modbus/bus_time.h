#pragma once

#include "settings.h"

namespace historian::modbus {

/// The least time that one question and its reply keep a serial line busy: the characters of both,
/// and the silence before each. No device is quicker; most are slower.
std::chrono::microseconds exchangeTime(const Read& read, const SerialFormat& format);

/// What the units of one serial line ask of it.
struct BusTime {
    std::chrono::microseconds poll{0}; ///< the least that one poll of every unit takes
    double share = 0; ///< of the line's time, with their intervals; more than 1 cannot be had
};

/// Units with SunSpec models are passed over: what they are asked is not known before they answer.
BusTime busTime(const LineSettings& line);

/// A sentence with its place about a serial line that cannot be polled as often as is wished, with
/// an interval that would do; empty if it can, and for connections through a network.
std::string busRemark(const LineSettings& line);

} // namespace historian::modbus
