#include "mapping.h"

#include "csv.h"

#include <historian/codec/json_writer.h>
#include <historian/codec/time_text.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace historian::replay {
namespace {

constexpr double kSentinel = -7999;

/// Headings of ../shared/data, without their number. das_temperature repeats ac_power there.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kKnown{{
    {"ac_power", "power"},
    {"ac_current", "current"},
    {"ac_volts", "voltage"},
    {"ambient_temp", "ambient_temp_c"},
    {"das_temperature", ""},
    {"dc_neg_current", "current_dc_neg_a"},
    {"dc_neg_voltage", "voltage_dc_neg_v"},
    {"dc_pos_current", "current_dc_pos_a"},
    {"dc_pos_voltage", "voltage_dc_pos_v"},
    {"dc_power", "power_dc_w"},
    {"inveter_temp", "inverter_temp_c"},
    {"module_temp_1", "module_temp_1_c"},
    {"module_temp_2", "module_temp_2_c"},
    {"module_temp_3", "module_temp_3_c"},
    {"poa_irradiance", "irradiance_w_m2"},
    {"value_normalized", "power_normalized"},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kUnits{
    {{"%", "percent"}, {"deg C", "c"}, {"deg from N", "deg"}, {"W/m^2", "w_m2"}}};

constexpr std::array<std::string_view, 4> kTimeHeadings{"", "measured_on", "timestamp", "time"};

bool isTimeHeading(std::string_view heading)
{
    return std::ranges::find(kTimeHeadings, heading) != kTimeHeadings.end();
}

/// Lower case, digits and single underscores.
std::string snakeCase(std::string_view text)
{
    std::string name;
    for (const char letter : text) {
        const bool isUpper = letter >= 'A' && letter <= 'Z';
        const char lower = isUpper ? static_cast<char>(letter - 'A' + 'a') : letter;
        if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9'))
            name += lower;
        else if (!name.empty() && name.back() != '_')
            name += '_';
    }
    while (!name.empty() && name.back() == '_') name.pop_back();
    return name;
}

/// `MIDC` writes `Name [unit]`.
std::string nameWithUnit(std::string_view heading)
{
    const std::size_t open = heading.find(" [");
    if (open == std::string_view::npos || !heading.ends_with(']')) return snakeCase(heading);
    const std::string_view unit = heading.substr(open + 2, heading.size() - open - 3);
    const auto known =
        std::ranges::find(kUnits, unit, &std::pair<std::string_view, std::string_view>::first);
    const std::string last = known == kUnits.end() ? snakeCase(unit) : std::string(known->second);
    return snakeCase(heading.substr(0, open)) + "_" + last;
}

std::optional<double> numberOf(std::string_view cell)
{
    double number = 0;
    const auto [end, fault] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    if (fault != std::errc{} || end != cell.data() + cell.size()) return std::nullopt;
    return number;
}

/// Year, day of the year and hhmm as one local time.
std::string localTime(int year, int day, int hhmm)
{
    using namespace std::chrono;
    const sys_days date = sys_days(std::chrono::year(year) / January / 1) + days(day - 1);
    const Time time = date + hours(hhmm / 100) + minutes(hhmm % 100);
    std::string text = codec::timeText(time);
    text.pop_back();
    return text;
}

} // namespace

std::string metricOf(std::string_view heading)
{
    std::string_view name = heading;
    if (const std::size_t number = heading.find("__"); number != std::string_view::npos)
        name = heading.substr(0, number);
    const auto known =
        std::ranges::find(kKnown, name, &std::pair<std::string_view, std::string_view>::first);
    return known == kKnown.end() ? nameWithUnit(name) : std::string(known->second);
}

Mapping::Mapping(std::string_view headings, std::string device, std::string offset)
    : device_(std::move(device)), offset_(std::move(offset))
{
    const std::vector<std::string> names = cellsOf(headings);
    const bool isMidc = names.size() > 4 && names[1] == "Year" && names[2] == "DOY";
    if (isMidc) timeKind_ = TimeKind::YearDayMinute;
    if (!isMidc && !isTimeHeading(names[0]))
        throw ReplayError("the first column is '" + names[0] + "', which is no time");
    timeColumn_ = isMidc ? 1 : 0;
    for (std::size_t i = isMidc ? 4 : 1; i < names.size(); ++i)
        if (std::string metric = metricOf(names[i]); !metric.empty())
            columns_.push_back({i, std::move(metric)});
}

std::string Mapping::timeOf(const std::vector<std::string>& cells) const
{
    std::string text;
    if (timeKind_ == TimeKind::YearDayMinute) {
        const auto part = [&](std::size_t i) {
            return static_cast<int>(numberOf(cells[timeColumn_ + i]).value_or(0));
        };
        text = localTime(part(0), part(1), part(2));
    } else {
        text = cells[timeColumn_];
        if (text.size() > 10 && text[10] == ' ') text[10] = 'T';
    }
    // A zone of its own comes after the seconds.
    const bool hasOffset = text.find_first_of("+-Z", 19) != std::string::npos;
    return hasOffset ? text : text + offset_;
}

std::optional<Row> Mapping::read(std::string_view line) const
{
    const std::vector<std::string> cells = cellsOf(line);
    if (cells.size() < 2) return std::nullopt;
    if (cells.size() < timeColumn_ + 3 && timeKind_ == TimeKind::YearDayMinute) return std::nullopt;
    const std::string text = timeOf(cells);
    const std::optional<Time> time = codec::parseTime(text);
    if (!time) throw ReplayError("'" + text + "' is no time with a zone; give --offset");

    codec::JsonWriter json;
    codec::JsonWriter reasons;
    json.beginObject().key("device_id").text(device_).key("timestamp").text(text);
    reasons.beginObject();
    bool hasReason = false;
    bool hasColumn = false;
    for (const Column& column : columns_) {
        if (column.index >= cells.size()) continue;
        hasColumn = true;
        const std::optional<double> number = numberOf(cells[column.index]);
        json.key(column.metric);
        if (number && *number != kSentinel) {
            json.number(*number);
            continue;
        }
        json.null();
        if (!number) continue;
        reasons.key(column.metric).text("bad_sentinel");
        hasReason = true;
    }
    if (hasReason) json.key("q").raw(reasons.endObject().view());
    if (!hasColumn) return std::nullopt;
    return Row{*time, json.endObject().take()};
}

} // namespace historian::replay
