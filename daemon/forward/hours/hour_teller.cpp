#include "forward/hours/hour_teller.h"

#include "forward/companions.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace historian::forward {

using std::chrono::milliseconds;

namespace {

std::uint64_t hourOf(Time time)
{
    const auto hours = std::chrono::floor<std::chrono::hours>(time.time_since_epoch()).count();
    return hours < 0 ? 0 : static_cast<std::uint64_t>(hours);
}

Time timeOfHour(std::uint64_t hour)
{
    return Time(std::chrono::hours(static_cast<std::int64_t>(hour)));
}

std::uint64_t dayOfHour(std::uint64_t hour)
{
    return hour / kHoursADay;
}

} // namespace

HourTeller::HourTeller(HourParts parts, Snapshot& snapshot)
    : parts_(parts), records_(parts.book.output(), parts.desk, snapshot), due_(parts.book.output())
{
    const auto records = snapshot.records(kDueHoursKind);
    if (!records) throw Unavailable("reading hours of energy: " + records.error().message);
    for (const Record& record : *records) due_.load(record);
}

void HourTeller::offered(Output& output, const Batch& readings)
{
    if (parts_.counters == nullptr || dynamic_cast<HourOutput*>(&output) == nullptr) return;
    HourRecords::Changes changes;
    for (const auto& [counter, hours] : hoursOf(readings)) {
        fresh_.insert(counter);
        bool isNews = false;
        for (const std::uint64_t hour : hours) isNews = due_.add(counter, hour) || isNews;
        if (isNews) changes.push_back(due_.recordOf(counter));
    }
    records_.change(std::move(changes));
}

std::map<CounterId, std::set<std::uint64_t>> HourTeller::hoursOf(const Batch& readings) const
{
    std::map<std::pair<Symbol, Symbol>, std::set<std::uint64_t>> series;
    std::set<std::pair<Symbol, Symbol>> others;
    for (const Reading& reading : readings.readings())
        for (const Value& value : readings.values(reading)) {
            const std::pair key{reading.device, value.metric()};
            if (others.contains(key)) continue;
            if (!series.contains(key) && !parts_.counters->isEnergy(key.first, key.second))
                others.insert(key);
            else
                series[key].insert(hourOf(reading.time));
        }
    std::map<CounterId, std::set<std::uint64_t>> hours;
    for (auto& [key, some] : series)
        hours[{std::string(parts_.names.name(key.first)),
               std::string(parts_.names.name(key.second))}] = std::move(some);
    return hours;
}

bool HourTeller::step(Output& output, Host& host)
{
    const SteadyTime now = parts_.clock.steady();
    if (parts_.counters == nullptr || now < nextAt_) return false;
    auto* face = dynamic_cast<HourOutput*>(&output);
    if (face != nullptr && work(*face, host)) return true;
    if (now < nextAt_) return false;
    for (const CounterId& counter : fresh_) due_.wake(counter);
    fresh_.clear();
    nextAt_ = now + kHoursEvery;
    return false;
}

bool HourTeller::work(HourOutput& face, Host& host)
{
    const bool isDurable = records_.isDurable(); // what is read below shows all of it then
    if (outbox_.size() < kHoursAtOnce && countNext()) return true;
    if (outbox_.empty()) return forgetADay();
    nextAt_ = parts_.clock.steady() + (isDurable ? milliseconds(kHoursEvery) : kDurableLook);
    if (isDurable) tell(face, host);
    return isDurable;
}

milliseconds HourTeller::rest() const
{
    if (parts_.counters == nullptr) return kHoursEvery;
    const auto rest = std::chrono::ceil<milliseconds>(nextAt_ - parts_.clock.steady());
    return std::max(rest, milliseconds(0));
}

bool HourTeller::countNext()
{
    auto view = parts_.source.look();
    if (!view) return false;
    const std::uint64_t end = closedBefore(*view);
    const auto due = due_.first(end);
    if (!due) return false;
    auto day = records_.day(*view->snapshot, {due->counter, dayOfHour(due->hour)});
    if (!day) return false;
    view->snapshot.reset(); // counting may take long
    count(*due, *std::move(day), end);
    return true;
}

std::uint64_t HourTeller::closedBefore(const View& view) const
{
    Time end = parts_.clock.now() - kHourGrace;
    if (const auto waiting = oldestWaiting(view, parts_.book.settled()))
        end = std::min(end, *waiting);
    return hourOf(end);
}

void HourTeller::count(const DueHours::Due& due, HourDay day, std::uint64_t end)
{
    const CounterId& counter = due.counter;
    const auto counted =
        parts_.counters->energyDay(counter.device, counter.metric, timeOfHour(due.hour));
    if (!counted) {
        due_.wait(counter, due.hour);
        fresh_.insert(counter);
        return;
    }
    const DayKey key{counter, dayOfHour(due.hour)};
    const std::uint64_t midnight = key.second * kHoursADay;
    bool isNews = false;
    bool isDueChanged = false;
    for (std::uint64_t hour = due.hour; hour < std::min(midnight + kHoursADay, end); ++hour) {
        const base::CountedHour& one = counted->hours[hour - midnight];
        if (one.energy.readings != 0) isNews = day.take(hour - midnight, one.energy) || isNews;
        isDueChanged = sort(counter, hour, one, day) || isDueChanged;
    }
    // What changed here may change how the next reading is counted from it.
    if (isNews && counted->next)
        isDueChanged = due_.add(counter, hourOf(*counted->next)) || isDueChanged;
    HourRecords::Changes changes;
    if (isDueChanged) changes.push_back(due_.recordOf(counter));
    if (isNews) std::ranges::move(records_.keep(key, day), std::back_inserter(changes));
    records_.change(std::move(changes));
}

// Whether the hour is to be told, waits for what may change it, or is done with. True: its being
// due changed.
bool HourTeller::sort(const CounterId& counter,
                      std::uint64_t hour,
                      const base::CountedHour& counted,
                      const HourDay& day)
{
    const std::size_t ofDay = hour % kHoursADay;
    const bool hasReadings = counted.energy.readings != 0;
    if (hasReadings && !day.isTold(ofDay, records_.round())) {
        EnergyHour energy = counted.energy;
        energy.revision = day.revision(ofDay);
        outbox_.push_back({counter, hour, energy, counted.isSettled});
        due_.wait(counter, hour);
        return due_.add(counter, hour);
    }
    if (!hasReadings || counted.isSettled) return due_.remove(counter, hour);
    due_.wait(counter, hour);
    return false;
}

void HourTeller::tell(HourOutput& face, Host& host)
{
    std::vector<EnergyHour> hours;
    for (const Untold& one : outbox_) hours.push_back(one.energy);
    const Deliveries answers = face.deliverHours(hours);
    std::vector<Untold> told;
    for (std::size_t i = 0; i < std::min(hours.size(), answers.size()); ++i)
        if (isTaken(answers[i])) told.push_back(std::move(outbox_[i]));
    outbox_.clear();
    complain(host, answers);
    if (keepTold(told) && told.size() == hours.size())
        nextAt_ = {};
    else
        due_.wakeAll(); // they are told again
}

bool HourTeller::keepTold(const std::vector<Untold>& told)
{
    const auto view = parts_.source.look();
    if (!view) return false;
    std::set<CounterId> settled;
    std::map<DayKey, HourDay> days;
    for (const Untold& one : told) {
        const DayKey key{one.counter, dayOfHour(one.hour)};
        auto found = days.find(key);
        if (found == days.end()) {
            auto day = records_.day(*view->snapshot, key);
            if (!day) return false;
            found = days.emplace(key, *std::move(day)).first;
        }
        found->second.told(one.hour % kHoursADay, one.energy.revision, records_.round());
        if (one.isSettled && due_.remove(one.counter, one.hour)) settled.insert(one.counter);
    }
    HourRecords::Changes changes;
    for (const auto& [key, day] : days)
        std::ranges::move(records_.keep(key, day), std::back_inserter(changes));
    for (const CounterId& counter : settled) changes.push_back(due_.recordOf(counter));
    records_.change(std::move(changes));
    return true;
}

void HourTeller::complain(Host& host, const Deliveries& answers)
{
    using Kind = Delivery::Kind;
    const auto bad = std::ranges::find_if(answers, [](const Delivery& answer) {
        return answer.kind != Kind::Done && answer.kind != Kind::Duplicate;
    });
    const std::string trouble = bad == answers.end() ? "" : bad->why;
    if (trouble != trouble_)
        host.log(trouble.empty() ? LogLevel::Info : LogLevel::Warning,
                 trouble.empty() ? "hours of energy are taken again"
                                 : "hours of energy were not taken: " + trouble);
    trouble_ = trouble;
}

// Days whose readings are all gone cannot change any more.
bool HourTeller::forgetADay()
{
    const auto oldest = parts_.store.status().oldest;
    const std::uint64_t first = records_.firstDay();
    if (first == 0 || !oldest || first >= dayOfHour(hourOf(*oldest))) return false;
    const auto view = parts_.source.look();
    return view && !records_.forgetFirstDay(*view->snapshot);
}

} // namespace historian::forward
