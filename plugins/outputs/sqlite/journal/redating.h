#pragma once

#include "database/connection.h"
#include "database/statement.h"
#include "journal/name_table.h"
#include "journal/row_decoder.h"
#include "journal/row_encoder.h"
#include "journal/summary.h"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace historian::sqlite {

/// Which readings are dated anew (Store::redate).
struct RedatedBoot {
    std::int64_t store = 0;
    std::string_view name;
    std::chrono::microseconds wallMinusMonotonic{0};
};

/// Dates the unsynced readings of a boot anew, row by row, in one transaction with the summary.
/// Threads: the commit thread.
class Redating {
public:
    Redating(Connection& connection, NameTable& names, Summary& summary);

    /// How many readings were redated. Throws DatabaseFault; then nothing is changed on disk, but
    /// the summary in memory may be wrong.
    std::uint64_t run(const RedatedBoot& boot);

private:
    std::uint64_t redateRows(const RedatedBoot& boot);
    std::uint64_t redateRow(Place place, std::chrono::microseconds shift);

    Connection& connection_;
    Summary& summary_;
    NamesById names_;
    RowDecoder decoder_;
    RowEncoder encoder_;
    Statement update_;
    Batch batch_;
};

} // namespace historian::sqlite
