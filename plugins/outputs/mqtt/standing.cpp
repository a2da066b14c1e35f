#include "standing.h"

#include <historian/codec/json_writer.h>
#include <historian/codec/time_text.h>

#include <algorithm>

namespace historian::mqtt {

Standing::Standing(const Host& host, const Settings& settings, const Topics& topics)
    : host_(host),
      topics_(topics),
      discovery_(settings.discoveryPrefix, std::string(host.site()), topics)
{
}

void Standing::forget()
{
    gauges_.clear();
    counters_.clear();
}

std::vector<Message> Standing::latest(const Segment& segment,
                                      std::span<const Message> sent,
                                      const Deliveries& deliveries)
{
    std::map<Symbol, std::size_t> latest;
    const auto readings = segment.readings.readings();
    const Time now = host_.clock().now();
    const auto isNear = [now](Time time) { return std::chrono::abs(time - now) <= kLatestAgeMax; };
    for (std::size_t i = 0; i < readings.size(); ++i) {
        Time& newest = newest_[readings[i].device];
        if (!isNear(newest)) newest = {};
        const bool isDone = deliveries[i].kind == Delivery::Kind::Done;
        if (!isDone || !isNear(readings[i].time) || readings[i].time < newest) continue;
        newest = readings[i].time;
        latest[readings[i].device] = i;
    }
    std::vector<Message> messages;
    for (const auto& [device, i] : latest) {
        addGauges(messages, segment.readings, readings[i]);
        messages.push_back({topics_.latest(host_.name(device)), sent[i].payload, true});
    }
    return messages;
}

std::vector<Message> Standing::totals(std::span<const CorrectedCounter> counters)
{
    std::vector<Message> messages;
    for (const CorrectedCounter& counter : counters) addTotal(messages, counter);
    return messages;
}

void Standing::addGauges(std::vector<Message>& to, const Batch& batch, const Reading& reading)
{
    for (const Value& value : batch.values(reading)) {
        if (!gauges_.emplace(reading.device, value.metric()).second) continue;
        auto sensor = discovery_.gauge(host_.name(reading.device),
                                       host_.name(value.metric()),
                                       host_.series(reading.device, value.metric()));
        if (sensor) to.push_back(*std::move(sensor));
    }
}

void Standing::addTotal(std::vector<Message>& to, const CorrectedCounter& counter)
{
    const std::string_view device = host_.name(counter.device);
    const std::string_view metric = host_.name(counter.metric);
    const std::string unit = host_.series(counter.device, counter.metric).unit;
    if (counters_.emplace(counter.device, counter.metric).second)
        if (auto sensor = discovery_.total(device, metric, unit)) to.push_back(*std::move(sensor));
    codec::JsonWriter json;
    json.beginObject();
    json.key("timestamp").text(codec::timeText(counter.time));
    json.key("total").number(counter.total);
    json.key("unit").text(unit);
    json.endObject();
    to.push_back({topics_.total(device, metric), json.take(), true});
}

} // namespace historian::mqtt
