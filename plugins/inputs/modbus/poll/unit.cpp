#include "poll/unit.h"

#include "plan/schedule.h"
#include "poll/unit_turn.h"

namespace historian::modbus {

Unit::Unit(UnitSettings settings) : settings_(std::move(settings))
{
    searchAgainNow();
    if (!usesModels()) plan(settings_.items);
}

std::string Unit::name() const
{
    return "unit " + std::to_string(settings_.id) + " (" + settings_.deviceName + ")";
}

Task<Poll> Unit::poll(Asker& ask, const Clock& clock)
{
    Poll poll;
    if (searchAt_ && *searchAt_ <= clock.steady()) {
        const bool isFound = co_await discover(ask, poll, clock.steady());
        if (!isFound && poll.end != Answer::Kind::Lost) poll.batch = unreachable(clock);
        if (!isFound) co_return poll;
    }
    UnitTurn turn(settings_.device, *plan_, isMissing_, clock, poll);
    co_await turn.run(ask);
    if (poll.end != Answer::Kind::Values)
        searchAgainNow();
    else if (turn.wasRefused() && usesModels())
        searchAt_ = clock.steady();
    co_return poll;
}

Batch Unit::unreachable(const Clock& clock)
{
    searchAgainNow();
    Poll poll;
    if (plan_) UnitTurn(settings_.device, *plan_, isMissing_, clock, poll).missEverything();
    return std::move(poll.batch);
}

bool Unit::usesModels() const
{
    return std::ranges::any_of(settings_.items,
                               [](const Item& item) { return !item.models.empty(); });
}

Task<bool> Unit::discover(Asker& ask, Poll& poll, SteadyTime now)
{
    const Discovery found =
        co_await discoverModels([&ask](Read read) { return ask(read); }, settings_.base);
    if (saysNothing(found.end)) {
        poll.end = found.end;
        poll.why = "no reply to the search for SunSpec models";
        co_return false;
    }
    if (!found.base) poll.why = "there is no SunSpec mark where it was looked for";
    const bool isLess = !found.base || (!found.isWhole && found.models.size() < models_.size());
    const bool hadModels = !models_.empty();
    if (isLess) models_.clear(); // and what they had is missed once
    if (isLess && hadModels) co_return false;
    searchAt_.reset();
    if (!found.base) searchAgainNow();
    if (!found.isWhole) brokeOff(found, poll, now);
    if (!plan_ || found.models != models_) plan(placeItems(settings_.items, found.models));
    models_ = found.models;
    co_return true;
}

void Unit::searchAgainNow()
{
    brokenSearches_ = 0;
    if (usesModels()) searchAt_ = SteadyTime{};
}

// Many a device ends its list so and has no more; another only wakes.
void Unit::brokeOff(const Discovery& found, Poll& poll, SteadyTime now)
{
    searchAt_ = now + pauseAfter(++brokenSearches_, kRefusedRestFirst, kRefusedRest);
    if (brokenSearches_ > 1) return;
    poll.notices.push_back("the search for SunSpec models after the first " +
                           std::to_string(found.models.size()) +
                           ", which are read; searched again ever less often");
}

void Unit::plan(std::vector<Item> items)
{
    isMissing_.assign(items.size(), false);
    plan_.emplace(std::move(items), settings_.limits);
}

} // namespace historian::modbus
