#include "query/journal_snapshot.h"

#include "database/database_fault.h"
#include "query/time_merge.h"

#include <string>

namespace historian::sqlite {

JournalSnapshot::JournalSnapshot(SnapshotSource source, std::unique_ptr<Reader> reader)
    : source_(std::move(source)), reader_(std::move(reader))
{
    // The reader's moment is fixed already: the names published before its rows are then all there.
    names_ = source_.names->byId();
}

JournalSnapshot::~JournalSnapshot()
{
    source_.pool->giveBack(std::move(reader_));
}

Result<Segment> JournalSnapshot::readAfter(std::uint64_t seq, std::size_t readingsMax)
{
    return readStore(source_.store, seq, readingsMax);
}

Result<Segment>
JournalSnapshot::readAfter(std::string_view storeId, std::uint64_t seq, std::size_t readingsMax)
{
    // Number 0 is no store.
    for (std::size_t store = source_.storeIds->size() - 1; store > 0; --store)
        if (source_.storeIds->at(store) == storeId)
            return readStore(static_cast<std::int64_t>(store), seq, readingsMax);
    return Error{"history.db holds no store_id " + std::string(storeId)};
}

Result<std::vector<StoreSpan>> JournalSnapshot::spans()
{
    std::vector<StoreSpan> spans;
    limit(kReadTimeMax);
    try {
        for (std::size_t store = 1; store < source_.storeIds->size(); ++store)
            if (auto span = spanOf(static_cast<std::int64_t>(store)))
                spans.push_back(*std::move(span));
    } catch (const DatabaseFault& fault) {
        return errorOf(fault);
    }
    return spans;
}

std::optional<StoreSpan> JournalSnapshot::spanOf(std::int64_t store)
{
    StoreSpan span{source_.storeIds->at(static_cast<std::size_t>(store)), 0, 0};
    for (Statement* end : {&reader_->firstRow, &reader_->lastRow}) {
        end->bind(1, Place{store, 0}.number()).bind(2, Place{store + 1, 0}.number());
        if (!end->step()) return std::nullopt;
        const std::uint64_t first = Place::of(end->number(0)).seq;
        if (span.firstSeq == 0) span.firstSeq = first;
        span.lastSeq = first + static_cast<std::uint64_t>(end->number(1)) - 1;
        end->reset();
    }
    return span;
}

Result<Segment>
JournalSnapshot::readStore(std::int64_t store, std::uint64_t seq, std::size_t readingsMax)
{
    Segment segment{source_.storeIds->at(static_cast<std::size_t>(store)), {}};
    RowDecoder decoder(names_);
    limit(kReadTimeMax);
    try {
        reader_->rowsAfter.bind(1, Place{store, seq + 1}.number())
            .bind(2, Place{store + 1, 0}.number());
        while (segment.readings.size() < readingsMax && reader_->rowsAfter.step()) {
            const Place place = Place::of(reader_->rowsAfter.number(0));
            if (place.store != store) continue;
            RowFilter filter;
            filter.afterSeq = seq;
            filter.readingsMax = readingsMax - segment.readings.size();
            if (!decoder.decode(reader_->rowsAfter.blob(1), place.seq, filter, segment.readings))
                countDamage(place);
        }
        reader_->rowsAfter.reset();
    } catch (const DatabaseFault& fault) {
        return errorOf(fault);
    }
    return segment;
}

std::optional<Error> JournalSnapshot::scan(
    Symbol device, std::span<const Symbol> metrics, Time from, Time to, const SegmentVisitor& visit)
{
    RowFilter filter;
    filter.device = source_.names->findDevice(device);
    filter.metrics = metrics;
    filter.from = from;
    filter.to = to;
    if (filter.device == 0 || from >= to) return std::nullopt;
    limit(kScanTimeMax);
    try {
        const std::optional<Error> error = scanRows(filter, visit);
        reader_->cursors.close();
        return error;
    } catch (const DatabaseFault& fault) {
        return errorOf(fault);
    }
}

std::optional<Error> JournalSnapshot::scanRows(const RowFilter& filter, const SegmentVisitor& visit)
{
    TimeMerge merge(names_);
    Segment piece;
    std::int64_t pieceStore = 0;
    RowCursors& rows = reader_->cursors;
    rows.open(filter.device, filter.from, filter.to);
    while (true) {
        const std::optional<RowCursors::Row> row = rows.peek();
        while (const auto next = merge.peek(row ? std::optional(row->minTime) : std::nullopt)) {
            if (piece.readings.size() == kPieceReadingsMax ||
                (next->store != pieceStore && !piece.readings.isEmpty())) {
                if (!visit(piece)) return std::nullopt;
                if (reader_->isLate()) return Error{"the query took longer than 60 s and was cut"};
                piece.readings.clear();
            }
            if (next->store != pieceStore)
                piece.storeId = source_.storeIds->at(static_cast<std::size_t>(next->store));
            pieceStore = next->store;
            piece.readings.append(next->batch, next->reading);
            merge.pop();
        }
        if (!row) break;
        if (!merge.add(bodyAt(row->place), row->place, row->minTime, filter))
            countDamage(row->place);
        rows.next();
    }
    if (!piece.readings.isEmpty()) visit(piece);
    return std::nullopt;
}

std::string_view JournalSnapshot::bodyAt(Place place)
{
    reader_->rowAt.reset();
    reader_->rowAt.bind(1, place.number());
    return reader_->rowAt.step() ? reader_->rowAt.blob(0) : std::string_view();
}

Result<std::vector<Record>> JournalSnapshot::records(std::string_view kind)
{
    std::vector<Record> records;
    limit(kReadTimeMax);
    try {
        reader_->records.bindText(1, kind);
        while (reader_->records.step())
            records.push_back({std::string(kind),
                               std::string(reader_->records.text(0)),
                               std::string(reader_->records.blob(1))});
        reader_->records.reset();
    } catch (const DatabaseFault& fault) {
        return errorOf(fault);
    }
    return records;
}

void JournalSnapshot::limit(std::chrono::seconds time)
{
    reader_->setDeadline(source_.host.clock().steady() + time);
}

void JournalSnapshot::countDamage(Place place)
{
    source_.host
        .counter("journal_rows_damaged", "journal rows whose checksum did not match when read")
        .add(1);
    source_.host.log(LogLevel::Error,
                     "history.db: the row of reading " + std::to_string(place.seq) +
                         " is damaged and was left out of an answer");
}

Error JournalSnapshot::errorOf(const std::exception& fault) const
{
    return Error{reader_->isLate() ? "the query took too long and was cut" : fault.what()};
}

} // namespace historian::sqlite
