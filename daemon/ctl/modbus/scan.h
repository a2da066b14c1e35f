#pragma once

#include "sunspec/discovery.h"

#include <historian/error.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace historian::ctl {

inline constexpr unsigned kUnitMax = 247;
inline constexpr std::chrono::minutes kScanMax{15};

/// Unit numbers, both ends included.
struct UnitRange {
    unsigned first = 1;
    unsigned last = kUnitMax;
};

/// `1-247` or `7`.
Result<UnitRange> parseUnitRange(std::string_view text);

/// A unit that is there.
struct SeenUnit {
    std::uint8_t unit = 0;
    modbus::Answer::Kind answer = modbus::Answer::Kind::Values; ///< Values, Exception or Garbled
    std::uint8_t exception = 0;
    std::chrono::milliseconds took{0};
    modbus::Discovery sunspec;
};

enum class ScanEnd : std::uint8_t { Complete, Interrupted, LineLost, TimeOver };

struct Scan {
    UnitRange range;
    unsigned asked = 0;
    std::vector<SeenUnit> units;
    ScanEnd end = ScanEnd::Complete;
};

/// What a scan works with.
struct Scanner {
    std::function<modbus::Answer(std::uint8_t unit, const modbus::Read&)> ask;
    std::function<SteadyTime()> now;
    std::function<void(const Scan& soFar)> show = [](const Scan&) {};
};

/// Asks each number for holding register 0, and those that say anything for SunSpec. Only reads.
/// A number behind a gateway that has nobody there (exceptions 10 and 11) is not there.
Scan scanUnits(const UnitRange& range, const Scanner& scanner);

} // namespace historian::ctl
