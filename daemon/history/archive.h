#pragma once

#include "base/guarded.h"

#include <historian/store.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace historian::history {

/// Which qualities a question takes.
enum class QualityFilter : std::uint8_t { Good, Usable, All };

bool passes(QualityFilter filter, Quality quality);

/// One value at one instant, as it was stored.
struct Sample {
    Time time{};
    std::uint64_t seq = 0;
    Value value = Value::none({}, Quality::BadNoValue);
    std::string text; ///< of a Text value
};

/// Where a page ended.
struct Cursor {
    Time time{};
    std::uint64_t seq = 0;
};

/// Which samples are wanted: from <= time < to, after the cursor if there is one.
struct SampleQuery {
    Symbol device;
    Symbol metric;
    Time from{};
    Time to{};
    QualityFilter filter = QualityFilter::Usable;
    std::optional<Cursor> after;
};

struct SamplePage {
    std::vector<Sample> samples;
    std::optional<Cursor> next; ///< there is more
};

/// What was stored, as people ask for it. Of samples at one instant the one committed last counts.
/// Memory is bounded by the number of samples asked for.
/// Threads: any.
class Archive {
public:
    /// The store outlives it.
    explicit Archive(Store& store) : store_(store) {}

    /// At most `limit` samples in the order of time.
    Result<SamplePage> samples(const SampleQuery& query, std::size_t limit) const;

    /// At most `pointsMax` real samples that draw the same picture: the lowest and the highest of
    /// each slice of time. All of them, if they are no more than that.
    Result<std::vector<Sample>> picture(const SampleQuery& query, std::size_t pointsMax) const;

    /// The readings committed last, of all devices, the oldest first.
    Result<Batch> newestReadings(std::size_t limit) const;

    /// The newest reading of every device.
    Segment latest() const { return store_.latest(); }

    /// The metrics of a device's newest reading and of those asked about before, since a reading
    /// need not have them all.
    std::vector<Symbol> metricsOf(const Batch& batch, const Reading& newest) const;

private:
    using MetricsSeen = std::map<Symbol, std::set<Symbol>>;

    Store& store_;
    mutable base::Guarded<MetricsSeen> seen_;
};

} // namespace historian::history
