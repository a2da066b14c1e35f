#include "history/counter_carry.h"

#include "base/symbol_table.h"
#include "history/counter_series.h"

#include <algorithm>
#include <optional>

namespace historian::history {

namespace {

constexpr std::size_t kReadingsAtOnce = 4096;

} // namespace

Result<std::vector<RecordChange>> CounterCarry::before(std::string_view storeId,
                                                       std::uint64_t upToSeq) const
{
    const auto snapshot = store_.snapshot();
    if (!snapshot) return snapshot.error();
    const auto bases = counterBases(**snapshot);
    if (!bases) return bases.error();
    const auto ends = endsOf(**snapshot, storeId, upToSeq);
    if (!ends) return ends.error();
    std::vector<RecordChange> changes;
    for (const auto& [counter, end] : *ends) {
        const auto name = counterName(symbols_.name(counter.first), symbols_.name(counter.second));
        const auto known = bases->find(name);
        const CounterBase old = known == bases->end() ? CounterBase{} : known->second;
        const Time upTo = end + std::chrono::microseconds(1);
        if (upTo <= old.upTo) continue;
        const auto base = count(**snapshot, counter, old, upTo);
        if (!base) return base.error();
        changes.push_back({kCounterBaseKind, name, textOf(*base)});
    }
    return changes;
}

Result<CounterCarry::Ends>
CounterCarry::endsOf(Snapshot& snapshot, std::string_view storeId, std::uint64_t upToSeq) const
{
    Ends ends;
    std::map<Key, bool> isCounter;
    // What was received later than now came while the clock was ahead: counting up to there would
    // leave out all that comes until then.
    const Time latest = clock_.isTrusted() ? clock_.now() : Time::max();
    for (std::uint64_t seq = 0; seq < upToSeq;) {
        const auto piece = snapshot.readAfter(storeId, seq, kReadingsAtOnce);
        if (!piece) return piece.error();
        if (piece->readings.isEmpty()) break;
        for (const Reading& reading : piece->readings.readings())
            if (reading.seq <= upToSeq && reading.received <= latest)
                note(piece->readings, reading, isCounter, ends);
        seq = piece->readings.readings().back().seq;
    }
    return ends;
}

// One that was dated far ahead does not end the counting of all that comes until then.
void CounterCarry::note(const Batch& batch,
                        const Reading& reading,
                        std::map<Key, bool>& isCounter,
                        Ends& ends) const
{
    for (const Value& value : batch.values(reading)) {
        const Key key{reading.device, value.metric()};
        const auto [known, isNew] = isCounter.try_emplace(key, false);
        if (isNew) known->second = isCounterOf(key);
        if (!known->second || !usableAmount(value)) continue;
        Time& end = ends[key];
        end = std::max(end, std::min<Time>(reading.time, reading.received + kDatedAheadMax));
    }
}

bool CounterCarry::isCounterOf(Key key) const
{
    return catalog_.describe(symbols_.name(key.first), symbols_.name(key.second)).kind ==
           SeriesKind::Counter;
}

Result<CounterBase>
CounterCarry::count(Snapshot& snapshot, Key counter, const CounterBase& before, Time upTo) const
{
    CounterEvaluator evaluator(
        catalog_.rules(symbols_.name(counter.first), symbols_.name(counter.second)), before.memory);
    CounterBase after{upTo, {}, before.tally};
    const StepVisitor tally = [&after](const CounterStep& step) { after.tally.add(step); };
    std::optional<CounterSample> tail;
    const auto use = [&](const CounterSample& sample, Flags) {
        if (sample.time >= upTo) return false;
        if (tail && tail->time < sample.time) evaluator.add(*tail, tally);
        tail = sample;
        return true;
    };
    if (auto error = scanCounter(snapshot, counter.first, counter.second, before.upTo, use))
        return *std::move(error);
    if (tail) evaluator.add(*tail, tally);
    after.memory = evaluator.memory();
    return after;
}

} // namespace historian::history
