#pragma once

#include <historian/clock.h>

#include <optional>
#include <string>
#include <string_view>

namespace historian::codec {

/// A strict RFC 3339 time with a zone (`2025-01-20T10:30:00Z`, `…+01:00`, up to 9 decimals, cut to
/// microseconds; one T, no blank; leap second 60 read as 59.999999), or nothing. Years 1970 to
/// 2200.
std::optional<Time> parseTime(std::string_view text);

/// An epoch number: seconds below 1e11 (decimals allowed), milliseconds below 1e14, microseconds
/// below 1e17, else nanoseconds. Nothing if it is negative, not finite, or after the year 2200.
std::optional<Time> timeOfEpoch(double number);

/// UTC as RFC 3339 with Z; decimals (3 or 6) only if they are not zero.
std::string timeText(Time time);

} // namespace historian::codec
