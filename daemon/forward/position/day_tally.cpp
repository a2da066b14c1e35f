#include "forward/position/day_tally.h"

#include "forward/position/thinning.h"

#include <utility>

namespace historian::forward {
namespace {

/// Counts one device's readings as they come, by time.
class DeviceTally {
public:
    DeviceTally(std::map<Time, DayTally>& days, const TallyRule& rule) : days_(days), rule_(rule) {}

    void take(const Segment& piece)
    {
        const auto leftOut = rule_.leftOut.find(piece.storeId);
        for (const Reading& reading : piece.readings.readings())
            take(reading.time,
                 leftOut != rule_.leftOut.end() && leftOut->second.contains(reading.seq));
    }

private:
    void take(Time time, bool isLeftOut)
    {
        DayTally& day = days_[dayOf(time)];
        ++day.stored;
        if (isLeftOut) return;
        if (rule_.window.count() == 0 || isFirstOfClosed(time)) ++day.offered;
    }

    bool isFirstOfClosed(Time time)
    {
        const auto window = time.time_since_epoch() / rule_.window;
        const Time end{(window + 1) * rule_.window};
        return std::exchange(last_, window) != window && end + kStragglerGrace < rule_.now;
    }

    std::map<Time, DayTally>& days_;
    const TallyRule& rule_;
    std::int64_t last_ = -1;
};

} // namespace

Result<std::map<Time, DayTally>> tallyDays(const Source& source,
                                           const base::SymbolTable& symbols,
                                           const TallyRule& rule,
                                           Time from,
                                           Time to)
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
                tally.take(piece);
                return true;
            });
        if (error) return *error;
    }
    return days;
}

} // namespace historian::forward
