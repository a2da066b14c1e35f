#include "bus_time.h"

#include "link/rtu_line.h"
#include "wire/rtu.h"

#include <algorithm>

namespace historian::modbus {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

struct Suggestion {
    milliseconds interval;
    std::string_view text;
};

constexpr Suggestion kSuggestions[] = {{milliseconds(200), "200ms"},
                                       {milliseconds(500), "500ms"},
                                       {milliseconds(1'000), "1s"},
                                       {milliseconds(2'000), "2s"},
                                       {milliseconds(5'000), "5s"},
                                       {milliseconds(10'000), "10s"},
                                       {milliseconds(30'000), "30s"},
                                       {milliseconds(60'000), "1min"},
                                       {milliseconds(300'000), "5min"},
                                       {milliseconds(900'000), "15min"}};
constexpr double kShareThatDoes = 0.8; ///< the rest is for timeouts and slow answers

bool hasModels(const UnitSettings& unit)
{
    return std::ranges::any_of(unit.items, [](const Item& item) { return !item.models.empty(); });
}

// With that interval; nothing: with its own.
void add(BusTime& time,
         const UnitSettings& unit,
         const SerialFormat& format,
         std::optional<milliseconds> interval)
{
    const microseconds silence = silenceOf(characterTime(format));
    const microseconds pause =
        std::max<microseconds>(unit.manners.requestGap - silence, microseconds::zero());
    const milliseconds step = interval.value_or(unit.interval);
    microseconds gap{0}; // only between requests
    for (const Block& block : mergeBlocks(unit.items, unit.limits)) {
        const microseconds busy =
            exchangeTime({unit.id, block.table, block.address, block.count}, format) + gap;
        time.poll += block.interval <= step ? busy : microseconds::zero();
        time.share += std::chrono::duration<double>(busy) / std::max(step, block.interval);
        gap = pause;
    }
}

BusTime busTime(const LineSettings& line, std::optional<milliseconds> interval)
{
    BusTime time;
    for (const UnitSettings& unit : line.units)
        if (!hasModels(unit)) add(time, unit, line.connection.format, interval);
    return time;
}

std::string_view intervalThatDoes(const LineSettings& line)
{
    const auto does = [&line](const Suggestion& suggestion) {
        return busTime(line, suggestion.interval).share <= kShareThatDoes;
    };
    const auto* found = std::ranges::find_if(kSuggestions, does);
    return found == std::end(kSuggestions) ? std::string_view("1h") : found->text;
}

} // namespace

microseconds exchangeTime(const Read& read, const SerialFormat& format)
{
    const microseconds character = characterTime(format);
    const std::size_t characters = rtuRequest(read).size() + rtuReplySize(read);
    return character * static_cast<int>(characters) + 2 * silenceOf(character);
}

BusTime busTime(const LineSettings& line)
{
    return busTime(line, std::nullopt);
}

std::string busRemark(const LineSettings& line)
{
    if (line.connection.kind != Connection::Kind::Rtu) return {};
    const BusTime time = busTime(line);
    if (time.share <= 1) return {};
    const auto hurried = std::ranges::min_element(line.units, {}, &UnitSettings::interval);
    const auto poll = std::chrono::ceil<milliseconds>(time.poll);
    const std::string units =
        line.units.size() == 1 ? "the unit" : "all " + std::to_string(line.units.size()) + " units";
    return hurried->intervalPlace + ": interval: one poll of " + units + " takes at least " +
           std::to_string(poll.count()) + " ms at " + std::to_string(line.connection.format.baud) +
           " baud, but is due every " + std::to_string(hurried->interval.count()) +
           " ms, so polls will be left out; " + std::string(intervalThatDoes(line)) + " would do";
}

} // namespace historian::modbus
