#include "base/data_plan.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace historian::base {

namespace {

constexpr std::chrono::minutes kTrafficMin{10};
constexpr double kRequestsADayMax = 86'400; // the forwarder gathers for a second
constexpr double kStatusesADay = 24 * 60;
constexpr double kValuesUsual = 11; // of a reading, where nobody knows

double daysOf(std::chrono::microseconds time)
{
    return std::chrono::duration<double, std::ratio<86'400>>(time).count();
}

std::string rounded(double number, int decimals)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.*f", decimals, number);
    return text.data();
}

double sentIn(const DataCost& cost, const ExpectedReadings& expected)
{
    const double requests = std::min(expected.readings, kRequestsADayMax) + kStatusesADay;
    return requests * cost.sentARequest + expected.readings * cost.sentAReading +
           expected.values * cost.sentAValue;
}

void addDaysUntilFull(DataADay& data, const DataCost& cost, double valuesEach)
{
    const double kept = data.readings * (cost.keptAReading + valuesEach * cost.keptAValue);
    data.keptMax = cost.keptMax;
    if (cost.keptMax > 0 && kept > 0) data.daysUntilFull = cost.keptMax / kept;
}

} // namespace

std::optional<DataADay>
dataADay(const DataCost& cost, const ExpectedReadings& expected, const Traffic& traffic)
{
    const bool hasTraffic = traffic.elapsed >= kTrafficMin && traffic.readings > 0;
    if (cost.sentAReading <= 0 || (!hasTraffic && expected.readings <= 0)) return std::nullopt;
    DataADay data;
    data.isEstimate = !hasTraffic;
    data.readings = hasTraffic ? static_cast<double>(traffic.readings) / daysOf(traffic.elapsed)
                               : expected.readings;
    data.sentBytes = hasTraffic ? static_cast<double>(traffic.bytes) / daysOf(traffic.elapsed)
                                : sentIn(cost, expected);
    const bool isExpected = expected.readings > 0;
    addDaysUntilFull(data, cost, isExpected ? expected.values / expected.readings : kValuesUsual);
    return data;
}

std::string textOf(const DataADay& data)
{
    std::string text =
        rounded(data.sentBytes / 1e6, 1) + " MB sent; " + rounded(data.readings, 0) + " readings";
    if (data.daysUntilFull)
        text += ", which fill " + rounded(data.keptMax / 1e6, 0) + " MB in " +
                rounded(*data.daysUntilFull, *data.daysUntilFull < 10 ? 1 : 0) + " days";
    return text + (data.isEstimate ? " (an estimate from the devices of the configuration)" : "");
}

} // namespace historian::base
