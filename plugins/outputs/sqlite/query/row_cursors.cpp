#include "query/row_cursors.h"

#include <limits>

namespace historian::sqlite {

namespace {

constexpr std::string_view kSql =
    "SELECT place, min_time FROM journal WHERE device = ?1 AND spread = ?2"
    " AND min_time >= ?3 AND min_time < ?4 AND max_time >= ?5 ORDER BY min_time, place";

std::int64_t count(Time time)
{
    return time.time_since_epoch().count();
}

/// The earliest time a row of that class can begin and still reach `from`.
std::int64_t earliest(Time from, std::int64_t spreadClass)
{
    const std::int64_t limit = spreadLimit(spreadClass).count();
    constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
    return count(from) < kMin + limit ? kMin : count(from) - limit;
}

} // namespace

RowCursors::RowCursors(sqlite3* handle)
{
    for (std::int64_t cursor = 0; cursor < 2 * kSpreadClasses; ++cursor)
        cursors_.push_back({Statement(handle, kSql), std::nullopt});
}

void RowCursors::open(std::uint32_t device, Time from, Time to)
{
    close();
    for (std::size_t index = 0; index < cursors_.size(); ++index) {
        Cursor& cursor = cursors_[index];
        const std::int64_t spreadClass = static_cast<std::int64_t>(index) % kSpreadClasses;
        cursor.statement.bind(1, static_cast<std::int64_t>(index) < kSpreadClasses ? device : 0)
            .bind(2, spreadClass)
            .bind(3,
                  spreadClass == kSpreadClasses - 1 ? std::numeric_limits<std::int64_t>::min()
                                                    : earliest(from, spreadClass))
            .bind(4, count(to))
            .bind(5, count(from));
        advance(cursor);
    }
    choose();
}

void RowCursors::close()
{
    for (Cursor& cursor : cursors_) {
        cursor.statement.reset();
        cursor.row.reset();
    }
    first_ = nullptr;
}

std::optional<RowCursors::Row> RowCursors::peek() const
{
    return first_ == nullptr ? std::nullopt : first_->row;
}

void RowCursors::next()
{
    if (first_ == nullptr) return;
    advance(*first_);
    choose();
}

void RowCursors::advance(Cursor& cursor)
{
    cursor.row.reset();
    if (cursor.statement.step())
        cursor.row = Row{Place::of(cursor.statement.number(0)),
                         Time{std::chrono::microseconds(cursor.statement.number(1))}};
    else
        cursor.statement.reset();
}

void RowCursors::choose()
{
    first_ = nullptr;
    for (Cursor& cursor : cursors_)
        if (cursor.row && (first_ == nullptr || cursor.row->minTime < first_->row->minTime))
            first_ = &cursor;
}

} // namespace historian::sqlite
