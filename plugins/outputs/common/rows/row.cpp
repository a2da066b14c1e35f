#include "rows/row.h"

#include <historian/codec/json_writer.h>
#include <historian/codec/time_text.h>

#include <algorithm>
#include <cmath>

namespace historian::rows {

namespace {

using codec::JsonWriter;

constexpr Time kOldest{std::chrono::sys_days(std::chrono::year(2020) / 1 / 1)};

std::string withoutNul(std::string_view text)
{
    std::string kept(text);
    std::erase(kept, '\0');
    return kept;
}

/// The value as JSON; empty for none and for a number that is none.
std::string jsonOf(const Batch& batch, const Value& value)
{
    JsonWriter json;
    switch (value.type()) {
    case ValueType::Double:
        if (!std::isfinite(value.asDouble())) return {};
        json.number(value.asDouble());
        break;
    case ValueType::Int64: json.integer(value.asInt64()); break;
    case ValueType::Bool: json.boolean(value.asBool()); break;
    case ValueType::Text: json.text(withoutNul(batch.text(value.asText()))); break;
    case ValueType::None: return {};
    }
    return json.take();
}

Quality qualityOf(const Value& value)
{
    const bool isNumber = value.type() != ValueType::Double || std::isfinite(value.asDouble());
    return isNumber ? value.quality() : Quality::BadNotANumber;
}

std::string qualityOf(const Names& names, std::span<const Value> values)
{
    JsonWriter json;
    bool isGood = true;
    json.beginObject();
    for (const Value& value : values) {
        const Quality quality = qualityOf(value);
        if (quality == Quality::Good) continue;
        isGood = false;
        json.key(names.name(value.metric())).text(nameOf(quality));
    }
    json.endObject();
    return isGood ? std::string() : json.take();
}

} // namespace

std::optional<std::string> faultOf(const Reading& reading, const Clock& clock)
{
    if (reading.time < kOldest)
        return "its time " + codec::timeText(reading.time) + " is before 2020";
    if (clock.isTrusted() && reading.time > clock.now() + std::chrono::days(1))
        return "its time " + codec::timeText(reading.time) + " is more than a day ahead";
    return std::nullopt;
}

std::string extraOf(const Row& row)
{
    if (row.extra.empty()) return {};
    JsonWriter json;
    json.beginObject();
    for (const auto& [metric, value] : row.extra) json.key(metric).raw(value);
    return json.endObject().take();
}

Row RowMaker::make(const Batch& batch, const Reading& reading)
{
    const std::span<const Value> values = batch.values(reading);
    Row row{.device = host_.name(reading.device),
            .time = reading.time,
            .seq = reading.seq,
            .flags = reading.flags.bits,
            .quality = qualityOf(host_, values),
            .origin = originOf(values, reading.device)};
    for (const Value& value : values) {
        const std::string_view metric = host_.name(value.metric());
        const auto column = std::ranges::find(kTyped, metric) - std::begin(kTyped);
        const bool isTyped = static_cast<std::size_t>(column) < kTypedCount;
        if (isTyped && value.type() != ValueType::Text) {
            const auto number = value.asNumber();
            if (number && std::isfinite(*number))
                row.typed[static_cast<std::size_t>(column)] = number;
        } else if (std::string json = jsonOf(batch, value); !json.empty()) {
            row.extra.emplace_back(metric, std::move(json));
        }
    }
    return row;
}

std::string RowMaker::originOf(std::span<const Value> values, Symbol device)
{
    if (values.empty()) return {};
    const Origin first = originOf(device, values.front().metric());
    const auto isFirst = [&](const Value& value) {
        return originOf(device, value.metric()) == first;
    };
    JsonWriter json;
    if (std::ranges::all_of(values, isFirst)) {
        if (first == Origin::Unknown) return {};
        return json.text(nameOf(first)).take();
    }
    json.beginObject();
    for (const Value& value : values) {
        const Origin origin = originOf(device, value.metric());
        if (origin != Origin::Unknown) json.key(host_.name(value.metric())).text(nameOf(origin));
    }
    return json.endObject().take();
}

Origin RowMaker::originOf(Symbol device, Symbol metric)
{
    const auto [place, isNew] = origins_.try_emplace({device, metric}, Origin::Unknown);
    if (isNew) place->second = host_.series(device, metric).origin;
    return place->second;
}

} // namespace historian::rows
