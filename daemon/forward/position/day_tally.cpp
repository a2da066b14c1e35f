#include "forward/position/day_tally.h"

#include "forward/position/thinning.h"

#include <utility>

namespace historian::forward {
namespace {

/// Counts one device's readings as they come, by time.
class DeviceTally {
public:
    DeviceTally(std::map<Time, DayTally>& days, TallyRule rule) : days_(days), rule_(rule) {}

    void take(Time time)
    {
        DayTally& day = days_[dayOf(time)];
        ++day.stored;
        if (rule_.window.count() == 0 || isFirstOfClosed(time)) ++day.offered;
    }

private:
    bool isFirstOfClosed(Time time)
    {
        const auto window = time.time_since_epoch() / rule_.window;
        const Time end{(window + 1) * rule_.window};
        return std::exchange(last_, window) != window && end + kStragglerGrace < rule_.now;
    }

    std::map<Time, DayTally>& days_;
    TallyRule rule_;
    std::int64_t last_ = -1;
};

} // namespace

Result<std::map<Time, DayTally>> tallyDays(
    const Source& source, const base::SymbolTable& symbols, TallyRule rule, Time from, Time to)
{
    if (to - from > std::chrono::days(kVerifyDaysMax))
        return Error{"at most " + std::to_string(kVerifyDaysMax) + " days are compared at once"};
    std::map<Time, DayTally> days;
    for (const Symbol device : symbols.all(NameKind::Device)) {
        const auto view = source.look();
        if (!view) return view.error();
        DeviceTally tally(days, rule);
        const auto error =
            view->snapshot->scan(device, {}, from, to, [&tally](const Segment& piece) {
                for (const Reading& reading : piece.readings.readings()) tally.take(reading.time);
                return true;
            });
        if (error) return *error;
    }
    return days;
}

} // namespace historian::forward
