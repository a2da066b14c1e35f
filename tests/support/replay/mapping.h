#pragma once

#include <historian/clock.h>

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace historian::replay {

/// The file or an option cannot be used; says why.
class ReplayError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The metric that a column of the known files is, by its heading; empty for one that is left out.
/// Unknown headings become snake_case with their unit last: `Temp [deg C]` -> `temp_c`.
std::string metricOf(std::string_view heading);

/// One row as a reading.
struct Row {
    Time time{};
    std::string json; ///< one line of NDJSON
};

/// How the rows of one file become readings, found from its heading line.
/// Threads: const functions from any.
class Mapping {
public:
    /// `offset` (`-07:00`) is for local times without one of their own; empty: none is known.
    /// Throws ReplayError if the file has no column of time.
    Mapping(std::string_view headings, std::string device, std::string offset);

    /// The reading of a row; nothing for a row without values. Throws ReplayError for a time that
    /// cannot be understood.
    std::optional<Row> read(std::string_view line) const;

private:
    enum class TimeKind { Text, YearDayMinute };

    struct Column {
        std::size_t index = 0;
        std::string metric;
    };

    std::string timeOf(const std::vector<std::string>& cells) const;

    std::string device_;
    std::string offset_;
    TimeKind timeKind_ = TimeKind::Text;
    std::size_t timeColumn_ = 0;
    std::vector<Column> columns_;
};

} // namespace historian::replay
