#include "poll/unit.h"

#include "poll/unit_turn.h"

namespace historian::modbus {

Unit::Unit(UnitSettings settings) : settings_(std::move(settings)), mustDiscover_(usesModels())
{
    if (!usesModels()) plan(settings_.items);
}

std::string Unit::name() const
{
    return "unit " + std::to_string(settings_.id) + " (" + settings_.deviceName + ")";
}

Task<Poll> Unit::poll(Asker& ask, const Clock& clock)
{
    Poll poll;
    if (mustDiscover_) {
        const bool isFound = co_await discover(ask, poll);
        if (!isFound && poll.end != Answer::Kind::Lost) poll.batch = unreachable(clock);
        if (!isFound) co_return poll;
    }
    UnitTurn turn(settings_.device, *plan_, isMissing_, clock, poll);
    co_await turn.run(ask);
    if (usesModels() && (turn.wasRefused() || poll.end != Answer::Kind::Values))
        mustDiscover_ = true;
    co_return poll;
}

Batch Unit::unreachable(const Clock& clock)
{
    mustDiscover_ = usesModels();
    Poll poll;
    if (plan_) UnitTurn(settings_.device, *plan_, isMissing_, clock, poll).missEverything();
    return std::move(poll.batch);
}

bool Unit::usesModels() const
{
    return std::ranges::any_of(settings_.items,
                               [](const Item& item) { return !item.models.empty(); });
}

Task<bool> Unit::discover(Asker& ask, Poll& poll)
{
    const Discovery found =
        co_await discoverModels([&ask](Read read) { return ask(read); }, settings_.base);
    if (saysNothing(found.end)) {
        poll.end = found.end;
        poll.why = "no reply to the search for SunSpec models";
        co_return false;
    }
    if (!found.base) poll.why = "there is no SunSpec mark where it was looked for";
    if (!found.isWhole) poll.why = "it broke off the search for SunSpec models";
    mustDiscover_ = !found.base || !found.isWhole;
    const bool hadModels = mustDiscover_ && !models_.empty();
    if (hadModels) models_.clear(); // and what they had is missed once
    if (hadModels) co_return false;
    if (!plan_ || found.models != models_) plan(placeItems(settings_.items, found.models));
    if (found.isWhole) models_ = found.models;
    co_return true;
}

void Unit::plan(std::vector<Item> items)
{
    isMissing_.assign(items.size(), false);
    plan_.emplace(std::move(items), settings_.limits);
}

} // namespace historian::modbus
