#pragma once

#include "database/statement.h"
#include "journal/row.h"

#include <historian/clock.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace historian::sqlite {

/// The journal rows that may hold readings of a device in a window, in the order of their first
/// time: one cursor on `journal_by_time` per spread class, for rows of that device alone and for
/// mixed ones. Threads: that of its connection.
class RowCursors {
public:
    explicit RowCursors(sqlite3* handle);

    struct Row {
        Place place;
        Time minTime{};
    };

    /// Begins anew. Throws DatabaseFault, as next() does.
    void open(std::uint32_t device, Time from, Time to);

    /// Lets go of the index; safe twice.
    void close();

    /// The row that next() would answer, if there is one.
    std::optional<Row> peek() const;

    void next();

private:
    struct Cursor {
        Statement statement;
        std::optional<Row> row;
    };

    void advance(Cursor& cursor);
    void choose();

    std::vector<Cursor> cursors_;
    Cursor* first_ = nullptr;
};

} // namespace historian::sqlite
