#include "forward/shown_status.h"

namespace historian::forward {
namespace {

using base::DestinationStatus;
using State = base::DestinationState;

bool isTrouble(State state)
{
    return state == State::Retrying || state == State::Held || state == State::Paused;
}

} // namespace

ShownStatus::ShownStatus(const ForwarderSettings& settings)
{
    shown_.with([&settings](DestinationStatus& shown) {
        shown.output = settings.output;
        shown.plugin = settings.plugin;
        shown.isRequired = settings.isRequired;
        shown.window = settings.window;
        shown.why = settings.trouble;
    });
}

void ShownStatus::show(Host& host, State state, const std::string& why, Figures figures)
{
    const bool isNews = shown_.with([&](DestinationStatus& shown) {
        const bool isChange = shown.state != state && (isTrouble(state) || isTrouble(shown.state));
        const bool isOtherHold = state == State::Held && shown.why != why;
        shown.state = state;
        shown.why = why;
        shown.batchReadings = figures.batchReadings;
        shown.readingsPerSecond = figures.readingsPerSecond;
        shown.bytesToday = figures.bytesToday;
        shown.bytesSent = figures.bytesSent;
        const bool isTriedAgain = state == State::Retrying || state == State::Held;
        shown.nextTry = isTriedAgain ? figures.nextTry : std::nullopt;
        return isChange || isOtherHold;
    });
    if (!isNews) return;
    const std::string text(base::nameOf(state));
    host.log(isTrouble(state) ? LogLevel::Warning : LogLevel::Info,
             why.empty() ? text : text + ": " + why);
}

void ShownStatus::count(const Verdict& verdict, Time now)
{
    shown_.with([&](DestinationStatus& shown) {
        shown.delivered += verdict.delivered;
        shown.duplicates += verdict.duplicates;
        if (verdict.delivered + verdict.duplicates != 0) shown.lastSuccess = now;
        if (!verdict.hasProgress()) ++shown.retries;
    });
}

void ShownStatus::thinned(std::uint64_t readings)
{
    shown_.with([readings](DestinationStatus& shown) { shown.thinned += readings; });
}

void ShownStatus::retried()
{
    shown_.with([](DestinationStatus& shown) { ++shown.retries; });
}

DestinationStatus ShownStatus::get() const
{
    return shown_.with([](const DestinationStatus& shown) { return shown; });
}

} // namespace historian::forward
