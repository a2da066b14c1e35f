#include "history/archive.h"

#include "history/sample_slices.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace historian::history {

namespace {

constexpr std::size_t kReadingsAtOnce = 4096;

Sample sampleOf(const Batch& batch, const Reading& reading, const Value& value)
{
    Sample sample{reading.time, reading.seq, value, {}};
    if (value.type() == ValueType::Text) sample.text = batch.text(value.asText());
    return sample;
}

bool isAfter(const std::optional<Cursor>& cursor, const Reading& reading)
{
    return !cursor || std::pair(reading.time, reading.seq) > std::pair(cursor->time, cursor->seq);
}

/// Calls `use` with each instant's last sample that passes; ends when it says false.
std::optional<Error>
scanSamples(Snapshot& snapshot, const SampleQuery& query, const std::function<bool(Sample&&)>& use)
{
    std::optional<Sample> pending;
    bool isOpen = true;
    const auto take = [&](Sample&& sample) {
        if (pending && pending->time != sample.time) isOpen = use(*std::move(pending));
        pending = std::move(sample);
        return isOpen;
    };
    const std::array wanted{query.metric};
    const Time from = query.after ? std::max(query.from, query.after->time) : query.from;
    auto error = snapshot.scan(query.device, wanted, from, query.to, [&](const Segment& segment) {
        const Batch& batch = segment.readings;
        for (const Reading& reading : batch.readings())
            for (const Value& value : batch.values(reading))
                if (isAfter(query.after, reading) && passes(query.filter, value.quality()) &&
                    !take(sampleOf(batch, reading, value)))
                    return false;
        return true;
    });
    if (!error && isOpen && pending) use(*std::move(pending));
    return error;
}

} // namespace

bool passes(QualityFilter filter, Quality quality)
{
    switch (filter) {
    case QualityFilter::Good: return classOf(quality) == QualityClass::Good;
    case QualityFilter::Usable: return classOf(quality) != QualityClass::Bad;
    case QualityFilter::All: break;
    }
    return true;
}

Result<SamplePage> Archive::samples(const SampleQuery& query, std::size_t limit) const
{
    auto snapshot = store_.snapshot();
    if (!snapshot) return snapshot.error();
    SamplePage page;
    auto error = scanSamples(**snapshot, query, [&](Sample&& sample) {
        if (page.samples.size() == limit) {
            page.next = Cursor{page.samples.back().time, page.samples.back().seq};
            return false;
        }
        page.samples.push_back(std::move(sample));
        return true;
    });
    if (error) return *std::move(error);
    return page;
}

Result<std::vector<Sample>> Archive::picture(const SampleQuery& query, std::size_t pointsMax) const
{
    auto snapshot = store_.snapshot();
    if (!snapshot) return snapshot.error();
    SampleSlices slices(query.from, query.to, pointsMax);
    auto error = scanSamples(**snapshot, query, [&](Sample&& sample) {
        slices.add(std::move(sample));
        return true;
    });
    if (error) return *std::move(error);
    return slices.take();
}

Result<Batch> Archive::newestReadings(std::size_t limit) const
{
    std::uint64_t newest = 0;
    const Segment latest = store_.latest();
    for (const Reading& reading : latest.readings.readings())
        newest = std::max(newest, reading.seq);
    auto snapshot = store_.snapshot();
    if (!snapshot) return snapshot.error();

    Batch all;
    std::uint64_t seq = newest > limit ? newest - limit : 0;
    for (;;) {
        const auto segment = (*snapshot)->readAfter(seq, kReadingsAtOnce);
        if (!segment) return segment.error();
        if (segment->readings.isEmpty()) break;
        for (const Reading& reading : segment->readings.readings())
            all.append(segment->readings, reading);
        seq = all.readings().back().seq;
    }
    if (all.size() <= limit) return all;
    Batch kept;
    for (const Reading& reading : all.readings().subspan(all.size() - limit))
        kept.append(all, reading);
    return kept;
}

std::vector<Symbol> Archive::metricsOf(const Batch& batch, const Reading& newest) const
{
    return seen_.with([&](MetricsSeen& seen) {
        std::set<Symbol>& metrics = seen[newest.device];
        for (const Value& value : batch.values(newest)) metrics.insert(value.metric());
        return std::vector<Symbol>(metrics.begin(), metrics.end());
    });
}

} // namespace historian::history
