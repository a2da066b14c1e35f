#include "forward/position/day_tally.h"

namespace historian::forward {
namespace {

/// Counts one device's readings as they come, by time.
class DeviceTally {
public:
    DeviceTally(std::map<Time, DayTally>& days, std::chrono::seconds window)
        : days_(days), window_(window)
    {
    }

    void take(Time time)
    {
        DayTally& day = days_[dayOf(time)];
        ++day.stored;
        if (window_.count() != 0) {
            const auto window = time.time_since_epoch() / window_;
            if (window == last_) return;
            last_ = window;
        }
        ++day.offered;
    }

private:
    std::map<Time, DayTally>& days_;
    std::chrono::seconds window_;
    std::int64_t last_ = -1;
};

} // namespace

Result<std::map<Time, DayTally>> tallyDays(const Source& source,
                                           const base::SymbolTable& symbols,
                                           std::chrono::seconds window,
                                           Time from,
                                           Time to)
{
    if (to - from > std::chrono::days(kVerifyDaysMax))
        return Error{"at most " + std::to_string(kVerifyDaysMax) + " days are compared at once"};
    std::map<Time, DayTally> days;
    for (const Symbol device : symbols.all(NameKind::Device)) {
        const auto view = source.look();
        if (!view) return view.error();
        DeviceTally tally(days, window);
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
