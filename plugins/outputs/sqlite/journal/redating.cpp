#include "journal/redating.h"

#include "database/database_fault.h"

#include <sqlite3.h>

#include <algorithm>

namespace historian::sqlite {

namespace {

bool areAllKnown(const NamesById& names)
{
    return std::ranges::none_of(
        names->begin() + 1, names->end(), [](Symbol symbol) { return symbol == Symbol{}; });
}

} // namespace

Redating::Redating(Connection& connection, NameTable& names, Summary& summary)
    : connection_(connection),
      summary_(summary),
      names_(names.byId()),
      decoder_(names_),
      encoder_(names),
      update_(connection.handle(),
              "UPDATE journal SET min_time = ?2, max_time = ?3, spread = ?4,"
              " wall_minus_monotonic = wall_minus_monotonic + ?5, body = ?6 WHERE place = ?1")
{
}

std::uint64_t Redating::run(const RedatedBoot& boot)
{
    if (!areAllKnown(names_)) return 0; // what has no symbol would be lost from a row written again
    connection_.execute("BEGIN IMMEDIATE");
    try {
        const std::uint64_t redated = redateRows(boot);
        if (redated > 0) {
            summary_.remeasure(connection_);
            summary_.save(connection_, encoder_);
        }
        connection_.execute("COMMIT");
        return redated;
    } catch (const DatabaseFault&) {
        sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
        throw;
    }
}

std::uint64_t Redating::redateRows(const RedatedBoot& boot)
{
    Statement rows(connection_.handle(),
                   "SELECT place, count, wall_minus_monotonic, body FROM journal"
                   " WHERE place >= ?1 AND place < ?2 AND"
                   " boot = (SELECT id FROM boot WHERE name = ?3) ORDER BY place");
    rows.bind(1, Place{boot.store, 0}.number())
        .bind(2, Place{boot.store + 1, 0}.number())
        .bindText(3, boot.name);
    std::uint64_t redated = 0;
    while (rows.step()) {
        const Place place = Place::of(rows.number(0));
        batch_.clear();
        // A row that cannot be read whole would lose the rest when it is written.
        if (!decoder_.decode(rows.blob(3), place.seq, {}, batch_) ||
            batch_.size() != static_cast<std::size_t>(rows.number(1)))
            continue;
        redated +=
            redateRow(place, boot.wallMinusMonotonic - std::chrono::microseconds(rows.number(2)));
    }
    return redated;
}

std::uint64_t Redating::redateRow(Place place, std::chrono::microseconds shift)
{
    const auto redated = static_cast<std::uint64_t>(
        std::ranges::count_if(batch_.readings(), [shift](Reading& reading) {
            return historian::redate(reading, shift);
        }));
    if (redated == 0) return 0;
    const RowEncoder::Row row = encoder_.encode(batch_, 0, batch_.size());
    update_.bind(1, place.number())
        .bind(2, row.facts.minTime.time_since_epoch().count())
        .bind(3, row.facts.maxTime.time_since_epoch().count())
        .bind(4, spreadOf(row.facts.minTime, row.facts.maxTime))
        .bind(5, shift.count())
        .bindBlob(6, row.body)
        .run();
    summary_.replace(batch_, place);
    return redated;
}

} // namespace historian::sqlite
