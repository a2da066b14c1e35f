#pragma once

#include "base/counter_books.h"
#include "forward/hours/due_hours.h"
#include "forward/hours/hour_records.h"
#include "forward/position/destination_book.h"
#include "forward/position/source.h"

#include <historian/host.h>
#include <historian/output.h>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace historian::forward {

inline constexpr std::size_t kHoursAtOnce = 480;
inline constexpr std::chrono::minutes kHourGrace{5};   ///< after its end, before it is told
inline constexpr std::chrono::seconds kHoursEvery{60}; ///< between two looks; also after trouble
inline constexpr std::chrono::milliseconds kDurableLook{100};

/// What hours are told from; all of it outlives them.
struct HourParts {
    Store& store;
    base::RecordDesk& desk;
    const Clock& clock;
    const Names& names;
    const Source& source;
    const DestinationBook& book;
    base::CounterBooks* counters = nullptr; ///< nothing: no hours
};

/// Tells an output that takes hours what the closed hours of its counters came to, and again with
/// a higher revision where late readings changed one. An hour is closed a while after its end, once
/// no older reading waits for this output. What is due and what was told are records: a crash only
/// tells the same again.
/// Threads: the output's; tellAgain() any.
class HourTeller {
public:
    /// Reads its records; throws Unavailable if the store cannot be read.
    HourTeller(HourParts parts, Snapshot& snapshot);

    /// These readings are about to be delivered: their hours become due, no later on the disk than
    /// a position that has them.
    void offered(Output& output, const Batch& readings);

    /// One piece of work, if there is any: counts a day of a counter, or calls the output once,
    /// which may throw.
    bool step(Output& output, Host& host);

    /// The next step looks, however short ago the last one did.
    void lookNow() { nextAt_ = {}; }

    /// How long there is nothing to do.
    std::chrono::milliseconds rest() const;

    /// The destination is told again of every hour whose readings are offered to it again.
    void tellAgain() { records_.tellAgain(); }

private:
    struct Untold {
        CounterId counter;
        std::uint64_t hour = 0;
        EnergyHour energy;
        bool isSettled = false;
    };

    std::map<CounterId, std::set<std::uint64_t>> hoursOf(const Batch& readings) const;
    bool work(HourOutput& face, Host& host);
    bool countNext();
    std::uint64_t closedBefore(const View& view) const;
    void count(const DueHours::Due& due, HourDay day, std::uint64_t end);
    bool sort(const CounterId& counter,
              std::uint64_t hour,
              const base::CountedHour& counted,
              const HourDay& day);
    void tell(HourOutput& face, Host& host);
    bool keepTold(const std::vector<Untold>& told);
    void complain(Host& host, const Deliveries& answers);
    bool forgetADay();

    HourParts parts_;
    HourRecords records_;
    DueHours due_;
    std::set<CounterId> fresh_; ///< offered since the last look
    std::vector<Untold> outbox_;
    SteadyTime nextAt_{};
    std::string trouble_;
};

} // namespace historian::forward
