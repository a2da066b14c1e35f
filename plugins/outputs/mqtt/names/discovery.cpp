#include "names/discovery.h"

#include <historian/codec/json_writer.h>

#include <algorithm>
#include <utility>

namespace historian::mqtt {

namespace {

using UnitClass = std::pair<std::string_view, std::string_view>;

// Units of a gauge and Home Assistant's device class for them.
constexpr UnitClass kGauges[] = {
    {"W", "power"},
    {"kW", "power"},
    {"MW", "power"},
    {"V", "voltage"},
    {"mV", "voltage"},
    {"A", "current"},
    {"mA", "current"},
    {"Hz", "frequency"},
    {"°C", "temperature"},
    {"K", "temperature"},
    {"VA", "apparent_power"},
    {"var", "reactive_power"},
    {"W/m²", "irradiance"},
    {"Pa", "pressure"},
    {"hPa", "pressure"},
    {"bar", "pressure"},
    {"m/s", "wind_speed"},
    {"lx", "illuminance"},
};

constexpr std::string_view kEnergies[] = {"Wh", "kWh", "MWh"};

std::string_view gaugeClass(std::string_view unit)
{
    const auto* found = std::ranges::find(kGauges, unit, &UnitClass::first);
    return found == std::end(kGauges) ? std::string_view{} : found->second;
}

bool isIdLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

// "energy_export_kwh" as a person reads it.
std::string spaced(std::string_view metric)
{
    std::string text(metric);
    std::ranges::replace(text, '_', ' ');
    return text;
}

void writeIfAny(codec::JsonWriter& json, std::string_view key, std::string_view text)
{
    if (!text.empty()) json.key(key).text(text);
}

} // namespace

struct Discovery::Sensor {
    std::string_view device;
    std::string_view metric;
    std::string_view unit;
    std::string_view deviceClass;
    std::string_view stateClass;
    std::string stateTopic;
    std::string value; ///< a template that takes it out of the message
};

Discovery::Discovery(std::string prefix, std::string site, Topics topics)
    : prefix_(std::move(prefix)), site_(std::move(site)), topics_(std::move(topics))
{
}

std::optional<Message>
Discovery::total(std::string_view device, std::string_view metric, std::string_view unit) const
{
    if (prefix_.empty()) return std::nullopt;
    const bool isEnergy = std::ranges::find(kEnergies, unit) != std::end(kEnergies);
    return announce({device,
                     metric,
                     unit,
                     isEnergy ? "energy" : "",
                     "total_increasing",
                     topics_.total(device, metric),
                     "{{ value_json.total }}"});
}

std::optional<Message>
Discovery::gauge(std::string_view device, std::string_view metric, const SeriesFacts& facts) const
{
    const std::string_view deviceClass = gaugeClass(facts.unit);
    if (prefix_.empty() || facts.kind != SeriesKind::Gauge || deviceClass.empty())
        return std::nullopt;
    const std::string value = "value_json." + std::string(metric);
    return announce({device,
                     metric,
                     facts.unit,
                     deviceClass,
                     "measurement",
                     topics_.latest(device),
                     "{{ " + value + " if " + value + " is defined else this.state }}"});
}

Message Discovery::announce(const Sensor& sensor) const
{
    const std::string node = "historian_" + escaped(site_) + "_" + escaped(sensor.device);
    codec::JsonWriter json;
    json.beginObject();
    json.key("name").text(spaced(sensor.metric));
    json.key("unique_id").text(node + "_" + std::string(sensor.metric));
    json.key("state_topic").text(sensor.stateTopic);
    json.key("value_template").text(sensor.value);
    writeIfAny(json, "unit_of_measurement", sensor.unit);
    writeIfAny(json, "device_class", sensor.deviceClass);
    json.key("state_class").text(sensor.stateClass);
    json.key("availability_topic").text(topics_.status());
    json.key("device").beginObject();
    json.key("identifiers").beginArray().text(node).endArray();
    json.key("name").text(sensor.device);
    json.endObject();
    json.key("origin").beginObject().key("name").text("Historian").endObject();
    json.endObject();
    return {prefix_ + "/sensor/" + node + "/" + std::string(sensor.metric) + "/config",
            json.take(),
            true};
}

std::string escaped(std::string_view name)
{
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string out;
    for (const char c : name) {
        if (isIdLetter(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '_';
        out += kHex[byte >> 4U];
        out += kHex[byte & 15U];
    }
    return out;
}

} // namespace historian::mqtt
