#include "journal/journal_writer.h"

#include "database/database_fault.h"

#include <sqlite3.h>

#include <algorithm>

namespace historian::sqlite {

JournalWriter::JournalWriter(Connection& connection, NameTable& names, Summary& summary)
    : connection_(connection),
      names_(names),
      summary_(summary),
      encoder_(names),
      begin_(connection.handle(), "BEGIN IMMEDIATE"),
      commit_(connection.handle(), "COMMIT"),
      insertRow_(connection.handle(),
                 "INSERT INTO journal (place, count, min_time, max_time, spread, device, boot,"
                 " wall_minus_monotonic, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"),
      insertName_(connection.handle(), "INSERT INTO name (id, kind, text) VALUES (?1, ?2, ?3)"),
      putRecord_(connection.handle(),
                 "INSERT INTO record (kind, key, body) VALUES (?1, ?2, ?3)"
                 " ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body"),
      removeRecord_(connection.handle(), "DELETE FROM record WHERE kind = ?1 AND key = ?2"),
      pageCount_(connection.handle(), "PRAGMA page_count"),
      freePages_(connection.handle(), "PRAGMA freelist_count")
{
}

void JournalWriter::commit(const Transaction& transaction, Place first)
{
    begin_.run();
    try {
        write(transaction, first);
        commit_.run();
    } catch (const DatabaseFault&) {
        rollBack();
        throw;
    }
    names_.keepUnsaved();
    for (const Written& row : written_)
        summary_.add(
            transaction.readings, row.begin, row.begin + row.facts.count, row.facts, row.place);
}

void JournalWriter::write(const Transaction& transaction, Place first)
{
    written_.clear();
    // Before the new readings are counted: what is saved then fits its place.
    if (summary_.isSaveDue()) summary_.save(connection_, encoder_);
    if (!transaction.readings.isEmpty()) findBoot(transaction.bootId);
    for (std::size_t begin = 0; begin < transaction.readings.size(); begin += kRowReadingsMax) {
        const std::size_t end = std::min(begin + kRowReadingsMax, transaction.readings.size());
        const RowEncoder::Row row = encoder_.encode(transaction.readings, begin, end);
        const Place place{first.store, first.seq + begin};
        writeRow(row, place, transaction);
        written_.push_back({row.facts, place, begin});
    }
    writeNames();
    writeRecords(transaction.records);
    names_.publish();
}

void JournalWriter::writeRow(const RowEncoder::Row& row,
                             Place place,
                             const Transaction& transaction)
{
    const RowFacts& facts = row.facts;
    insertRow_.bind(1, place.number())
        .bind(2, static_cast<std::int64_t>(facts.count))
        .bind(3, facts.minTime.time_since_epoch().count())
        .bind(4, facts.maxTime.time_since_epoch().count())
        .bind(5, spreadOf(facts.minTime, facts.maxTime))
        .bind(6, facts.device)
        .bind(7, bootId_)
        .bind(8, transaction.wallMinusMonotonic.count())
        .bindBlob(9, row.body)
        .run();
}

void JournalWriter::writeNames()
{
    for (const NameTable::Name& name : names_.unsaved())
        insertName_.bind(1, name.id)
            .bind(2, static_cast<std::int64_t>(name.kind))
            .bindText(3, name.text)
            .run();
}

void JournalWriter::writeRecords(std::span<const RecordChange> records)
{
    for (const RecordChange& change : records) {
        Statement& statement = change.body ? putRecord_ : removeRecord_;
        statement.bindText(1, change.kind).bindText(2, change.key);
        if (change.body) statement.bindBlob(3, *change.body);
        statement.run();
    }
}

void JournalWriter::findBoot(std::string_view name)
{
    if (bootId_ != 0 && bootName_ == name) return;
    Statement(connection_.handle(), "INSERT INTO boot (name) VALUES (?1) ON CONFLICT DO NOTHING")
        .bindText(1, name)
        .run();
    Statement find(connection_.handle(), "SELECT id FROM boot WHERE name = ?1");
    find.bindText(1, name).step();
    bootId_ = find.number(0);
    bootName_ = name;
}

void JournalWriter::rollBack()
{
    bootId_ = 0;
    names_.forgetUnsaved();
    if (sqlite3_get_autocommit(connection_.handle()) == 0)
        sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void JournalWriter::saveSummary()
{
    begin_.run();
    try {
        summary_.save(connection_, encoder_);
        commit_.run();
    } catch (const DatabaseFault&) {
        rollBack();
        throw;
    }
}

std::int64_t JournalWriter::pages()
{
    pageCount_.step();
    freePages_.step();
    const std::int64_t pages = pageCount_.number(0) - freePages_.number(0);
    pageCount_.reset();
    freePages_.reset();
    return pages;
}

std::uint64_t JournalWriter::reclaim(Place upTo, const PurgeLedger& ledger)
{
    const Summary::Totals before = summary_.totals();
    begin_.run();
    try {
        const Oldest rows = oldestRows(upTo);
        if (rows.rows != 0) remove(rows, ledger);
        commit_.run();
        return rows.lastSeq;
    } catch (const DatabaseFault&) {
        summary_.restore(before);
        rollBack();
        throw;
    }
}

JournalWriter::Oldest JournalWriter::oldestRows(Place upTo)
{
    Oldest oldest;
    Statement rows(connection_.handle(),
                   "SELECT place, count FROM journal WHERE place >= ?1 AND place <= ?2"
                   " ORDER BY place");
    rows.bind(1, Place{upTo.store, 0}.number()).bind(2, upTo.number());
    while (rows.step()) {
        const Place place = Place::of(rows.number(0));
        const auto readings = static_cast<std::uint64_t>(rows.number(1));
        if (place.seq + readings - 1 > upTo.seq) break;
        oldest.last = place;
        oldest.lastSeq = place.seq + readings - 1;
        oldest.readings += readings;
        ++oldest.rows;
    }
    return oldest;
}

void JournalWriter::remove(const Oldest& rows, const PurgeLedger& ledger)
{
    Statement(connection_.handle(), "DELETE FROM journal WHERE place >= ?1 AND place <= ?2")
        .bind(1, Place{rows.last.store, 0}.number())
        .bind(2, rows.last.number())
        .run();
    writeRecords(ledger(rows.lastSeq));
    // Start counts the rows after the summary's, so what it counted before must not go unsaid.
    summary_.remove(rows.readings, rows.rows, oldestTime());
    summary_.save(connection_, encoder_);
}

std::optional<Time> JournalWriter::oldestTime()
{
    // One look into the index for each device and spread class, instead of a walk over all rows.
    Statement find(connection_.handle(),
                   "SELECT min((SELECT min_time FROM journal WHERE device = of.id AND spread ="
                   " class.number ORDER BY min_time LIMIT 1)) FROM (SELECT 0 AS id UNION ALL"
                   " SELECT id FROM name WHERE kind = 0) AS of, (SELECT 0 AS number UNION ALL"
                   " VALUES (1), (2), (3), (4), (5), (6), (7)) AS class HAVING count(*) > 0");
    if (summary_.totals().rows == 0 || !find.step()) return std::nullopt;
    return Time{std::chrono::microseconds(find.number(0))};
}

} // namespace historian::sqlite
