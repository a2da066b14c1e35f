#include <historian/testing/memory_store.h>

#include <algorithm>

namespace historian::testing {

namespace {

constexpr auto kStoreId = "memory-store";

bool isWanted(std::span<const Symbol> metrics, const Value& value)
{
    return metrics.empty() || std::ranges::find(metrics, value.metric()) != metrics.end();
}

// One reading with only the metrics asked for; false if it has none of them.
bool appendWanted(Batch& into,
                  const Batch& from,
                  const Reading& reading,
                  std::span<const Symbol> metrics)
{
    Batch one;
    Reading& copy = one.begin(reading.device);
    copy.flags = reading.flags;
    copy.time = reading.time;
    copy.received = reading.received;
    copy.seq = reading.seq;
    copy.sentTime = one.keep(from.text(reading.sentTime));
    copy.messageId = one.keep(from.text(reading.messageId));
    for (const Value& value : from.values(reading)) {
        if (!isWanted(metrics, value)) continue;
        one.add(
            value.type() == ValueType::Text
                ? Value::text(value.metric(), one.keep(from.text(value.asText())), value.quality())
                : value);
    }
    if (one[0].valueCount == 0) return false;
    into.append(one, one[0]);
    return true;
}

} // namespace

/// What the store held at one moment.
class MemoryStore::View : public Snapshot {
public:
    View(Batch readings, Records records)
        : readings_(std::move(readings)), records_(std::move(records))
    {
    }

    Result<Segment> readAfter(std::string_view, std::uint64_t seq, std::size_t readingsMax) override
    {
        return readAfter(seq, readingsMax);
    }

    Result<std::vector<StoreSpan>> spans() override
    {
        if (readings_.isEmpty()) return std::vector<StoreSpan>{};
        const auto readings = readings_.readings();
        return std::vector<StoreSpan>{{kStoreId, readings.front().seq, readings.back().seq}};
    }

    Result<Segment> readAfter(std::uint64_t seq, std::size_t readingsMax) override
    {
        Segment segment{kStoreId, {}};
        for (const Reading& reading : readings_.readings())
            if (reading.seq > seq && segment.readings.size() < readingsMax)
                segment.readings.append(readings_, reading);
        return segment;
    }

    std::optional<Error> scan(Symbol device,
                              std::span<const Symbol> metrics,
                              Time from,
                              Time to,
                              const SegmentVisitor& visit) override
    {
        std::vector<const Reading*> found;
        for (const Reading& reading : readings_.readings())
            if (reading.device == device && reading.time >= from && reading.time < to)
                found.push_back(&reading);
        std::ranges::stable_sort(found, {}, [](const Reading* reading) { return reading->time; });
        Segment segment{kStoreId, {}};
        for (const Reading* reading : found)
            appendWanted(segment.readings, readings_, *reading, metrics);
        if (!segment.readings.isEmpty()) visit(segment);
        return std::nullopt;
    }

    Result<std::vector<Record>> records(std::string_view kind) override
    {
        std::vector<Record> found;
        for (const auto& [name, body] : records_)
            if (name.first == kind) found.push_back({name.first, name.second, body});
        return found;
    }

private:
    Batch readings_;
    Records records_;
};

std::variant<Receipt, CommitRefused> MemoryStore::commit(const Transaction& transaction)
{
    const std::lock_guard lock(mutex_);
    if (refusal_) return *refusal_;
    ++commits_;
    Receipt receipt{kStoreId, lastSeq_ + 1, lastSeq_};
    for (const Reading& reading : transaction.readings.readings())
        readings_.append(transaction.readings, reading).seq = ++receipt.lastSeq;
    lastSeq_ = receipt.lastSeq;
    committed_.push_back(
        {std::string(transaction.bootId), transaction.wallMinusMonotonic, lastSeq_});
    write(transaction.records);
    return receipt;
}

void MemoryStore::write(std::span<const RecordChange> records)
{
    for (const RecordChange& change : records) {
        if (change.body)
            records_.insert_or_assign({change.kind, change.key}, *change.body);
        else
            records_.erase({change.kind, change.key});
    }
}

std::variant<std::uint64_t, CommitRefused>
MemoryStore::reclaim(std::string_view, std::uint64_t upToSeq, const PurgeLedger& ledger)
{
    const std::lock_guard lock(mutex_);
    if (refusal_ && refusal_->kind == CommitRefused::Kind::Failed) return *refusal_;
    Batch kept;
    std::uint64_t last = 0;
    for (const Reading& reading : readings_.readings()) {
        if (reading.seq > upToSeq)
            kept.append(readings_, reading);
        else
            last = reading.seq;
    }
    if (last == 0) return last;
    write(ledger(last));
    readings_ = std::move(kept);
    return last;
}

std::variant<std::uint64_t, CommitRefused>
MemoryStore::redate(std::string_view bootId, std::chrono::microseconds wallMinusMonotonic)
{
    const std::lock_guard lock(mutex_);
    if (refusal_) return *refusal_;
    std::uint64_t redated = 0;
    for (Reading& reading : readings_.readings()) {
        const Commit& commit =
            *std::ranges::lower_bound(committed_, reading.seq, {}, &Commit::lastSeq);
        if (commit.bootId != bootId) continue;
        if (historian::redate(reading, wallMinusMonotonic - commit.wallMinusMonotonic)) ++redated;
    }
    if (redated > 0) ++redatings_;
    return redated;
}

Result<std::unique_ptr<Snapshot>> MemoryStore::snapshot()
{
    const std::lock_guard lock(mutex_);
    return std::unique_ptr<Snapshot>(std::make_unique<View>(readings_, records_));
}

Segment MemoryStore::latest()
{
    const std::lock_guard lock(mutex_);
    std::map<Symbol, const Reading*> newest;
    for (const Reading& reading : readings_.readings()) {
        const Reading*& known = newest[reading.device];
        if (known == nullptr || reading.time >= known->time) known = &reading;
    }
    Segment segment{kStoreId, {}};
    for (const auto& [device, reading] : newest) segment.readings.append(readings_, *reading);
    return segment;
}

StoreStatus MemoryStore::status()
{
    const std::lock_guard lock(mutex_);
    StoreStatus status;
    status.storeId = kStoreId;
    status.readings = readings_.size();
    status.bytes = readings_.bytes();
    status.quotaBytes = quotaBytes_;
    status.journalRows = commits_;
    status.redatings = redatings_;
    for (const Reading& reading : readings_.readings()) {
        status.oldest = std::min(status.oldest.value_or(reading.time), reading.time);
        status.newest = std::max(status.newest.value_or(reading.time), reading.time);
    }
    return status;
}

void MemoryStore::refuseWith(std::optional<CommitRefused> refusal)
{
    const std::lock_guard lock(mutex_);
    refusal_ = std::move(refusal);
}

void MemoryStore::limitBytes(std::uint64_t bytes)
{
    const std::lock_guard lock(mutex_);
    quotaBytes_ = bytes;
}

Batch MemoryStore::everything() const
{
    const std::lock_guard lock(mutex_);
    return readings_;
}

std::uint64_t MemoryStore::commits() const
{
    const std::lock_guard lock(mutex_);
    return commits_;
}

} // namespace historian::testing
