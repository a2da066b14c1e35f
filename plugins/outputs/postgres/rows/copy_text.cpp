#include "rows/copy_text.h"

#include <historian/codec/json_writer.h>
#include <historian/codec/time_text.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace historian::postgres {

namespace {

using codec::JsonWriter;

constexpr Time kOldest{std::chrono::sys_days(std::chrono::year(2020) / 1 / 1)};

// The metrics with a column of their own, in the order of kReadingColumns.
constexpr std::string_view kTyped[] = {"current",
                                       "voltage",
                                       "power",
                                       "ac_power_kw",
                                       "total_energy_kwh",
                                       "grid_frequency_hz",
                                       "power_factor",
                                       "ambient_temp_c",
                                       "irradiance_w_m2",
                                       "system_status",
                                       "efficiency"};

bool isNumber(const Value& value)
{
    const auto number = value.asNumber();
    return number && std::isfinite(*number);
}

bool belongsInColumn(std::string_view metric, const Value& value)
{
    return value.type() != ValueType::Text && std::ranges::find(kTyped, metric) != std::end(kTyped);
}

Quality qualityOf(const Value& value)
{
    const bool isNan = value.type() == ValueType::Double && !isNumber(value);
    return isNan ? Quality::BadNotANumber : value.quality();
}

void writeValue(JsonWriter& json, const Batch& batch, const Value& value)
{
    if (value.type() == ValueType::Text) {
        std::string text(batch.text(value.asText()));
        std::erase(text, '\0');
        json.text(text);
    } else if (value.type() == ValueType::Int64) {
        json.integer(value.asInt64());
    } else if (value.type() == ValueType::Bool) {
        json.boolean(value.asBool());
    } else {
        json.number(value.asDouble());
    }
}

// An object of what has no column; empty if there is none.
std::string extraOf(const Names& names, const Batch& batch, const Reading& reading)
{
    JsonWriter json;
    json.beginObject();
    bool isEmpty = true;
    for (const Value& value : batch.values(reading)) {
        const std::string_view metric = names.name(value.metric());
        const bool isThere = value.type() == ValueType::Text || isNumber(value);
        if (!isThere || belongsInColumn(metric, value)) continue;
        isEmpty = false;
        writeValue(json.key(metric), batch, value);
    }
    json.endObject();
    return isEmpty ? std::string() : json.take();
}

// An object of the reasons; empty if all is good.
std::string qualitiesOf(const Names& names, std::span<const Value> values)
{
    JsonWriter json;
    json.beginObject();
    bool isEmpty = true;
    for (const Value& value : values) {
        const Quality quality = qualityOf(value);
        if (quality == Quality::Good) continue;
        isEmpty = false;
        json.key(names.name(value.metric())).text(nameOf(quality));
    }
    json.endObject();
    return isEmpty ? std::string() : json.take();
}

} // namespace

std::optional<std::string> faultOf(const Reading& reading, Time now)
{
    if (reading.time < kOldest)
        return "its time " + codec::timeText(reading.time) + " is before 2020";
    if (reading.time > now + std::chrono::days(1))
        return "its time " + codec::timeText(reading.time) + " is more than a day ahead";
    return std::nullopt;
}

CopyText::CopyText(const Host& host, std::string_view storeId) : host_(host), storeId_(storeId) {}

void CopyText::add(const Batch& batch, const Reading& reading)
{
    addField(host_.site());
    addField(host_.name(reading.device));
    addField(codec::timeText(reading.time));
    addField(storeId_);
    addField(std::to_string(reading.seq));
    addTyped(batch, reading);
    addFieldOrNull(extraOf(host_, batch, reading));
    addFieldOrNull(qualitiesOf(host_, batch.values(reading)));
    addField(std::to_string(reading.flags.bits));
    addFieldOrNull(originOf(reading.device, batch.values(reading)));
    text_.back() = '\n';
}

void CopyText::addTyped(const Batch& batch, const Reading& reading)
{
    const auto values = batch.values(reading);
    for (const std::string_view metric : kTyped) {
        const auto value = std::ranges::find_if(values, [&](const Value& one) {
            return host_.name(one.metric()) == metric && isNumber(one);
        });
        addFieldOrNull(value == values.end() ? std::string()
                                             : codec::numberText(*value->asNumber()));
    }
}

// A field and the tab behind it. COPY reads backslash, tab and the line ends as more than letters.
void CopyText::addField(std::string_view field)
{
    for (const char c : field) {
        switch (c) {
        case '\\': text_ += "\\\\"; break;
        case '\t': text_ += "\\t"; break;
        case '\n': text_ += "\\n"; break;
        case '\r': text_ += "\\r"; break;
        default: text_ += c;
        }
    }
    text_ += '\t';
}

void CopyText::addFieldOrNull(std::string_view field)
{
    if (field.empty())
        text_ += "\\N\t";
    else
        addField(field);
}

// One word for all, or an object of words; empty: unknown.
std::string CopyText::originOf(Symbol device, std::span<const Value> values)
{
    if (values.empty()) return {};
    const Origin first = originOf(device, values.front().metric());
    JsonWriter json;
    if (std::ranges::all_of(
            values, [&](const Value& value) { return originOf(device, value.metric()) == first; }))
        return first == Origin::Unknown ? std::string() : json.text(nameOf(first)).take();
    json.beginObject();
    for (const Value& value : values) {
        const Origin origin = originOf(device, value.metric());
        if (origin == Origin::Unknown) continue;
        json.key(host_.name(value.metric())).text(nameOf(origin));
    }
    return json.endObject().take();
}

Origin CopyText::originOf(Symbol device, Symbol metric)
{
    const auto [place, isNew] = origins_.try_emplace({device, metric}, Origin::Unknown);
    if (isNew) place->second = host_.series(device, metric).origin;
    return place->second;
}

} // namespace historian::postgres
