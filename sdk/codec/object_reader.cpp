#include "object_reader.h"

#include <historian/codec/time_text.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace historian::codec {

namespace dom = simdjson::dom;

namespace {

constexpr std::size_t kFieldNameBytesMax = 64; // of a name in a fault
constexpr double kUptimeMsMax = 1e13;          // three centuries

// Keys with a meaning of their own; all others are metrics.
bool isReserved(std::string_view key)
{
    constexpr std::array<std::string_view, 10> kReserved{"device_id",
                                                         "timestamp",
                                                         "id",
                                                         "q",
                                                         "received",
                                                         "flags",
                                                         "store_id",
                                                         "seq",
                                                         "boot_id",
                                                         "uptime_ms"};
    return std::ranges::find(kReserved, key) != kReserved.end();
}

// A number written as text, as some boards do; "nan" and "inf" come out as such.
std::optional<double> numberInText(std::string_view text)
{
    double number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

} // namespace

std::optional<double> numberOf(const dom::element& element)
{
    double number = 0;
    if (element.is_number() && element.get(number) == simdjson::SUCCESS) return number;
    return std::nullopt;
}

std::optional<std::string_view> textOf(const dom::element& element)
{
    std::string_view text;
    if (element.get(text) == simdjson::SUCCESS) return text;
    return std::nullopt;
}

void ObjectReader::reject(std::size_t index,
                          std::string_view field,
                          std::string code,
                          std::string message)
{
    result_->faults.push_back({index,
                               std::string(field.substr(0, kFieldNameBytesMax)),
                               std::move(code),
                               std::move(message)});
}

void ObjectReader::read(const dom::object& object, std::size_t index, const Frame& frame)
{
    if (object.size() > kFieldsMax) {
        reject(index, "", "too_large", "a reading has at most 256 fields");
        return;
    }
    const auto device = deviceOf(object, index, frame);
    if (!device) return;
    Reading& reading = batch_->begin(*device);
    reading.clock = defaults_->clock;
    reading.received = defaults_->received;
    reading.address = batch_->keep(defaults_->address);
    if (!readFields(object, index) || !readUptime(object, index, frame)) {
        batch_->dropLast();
        return;
    }
    applyQualities(object);
    if (batch_->readings().back().valueCount == 0) {
        reject(index, "", "missing_field", "the reading holds no value");
        batch_->dropLast();
        return;
    }
    result_->indices.push_back(index);
}

// The device's symbol; without one the reading is rejected.
std::optional<Symbol>
ObjectReader::deviceOf(const dom::object& object, std::size_t index, const Frame& frame)
{
    std::optional<dom::element> element = frame.device;
    for (const auto field : object)
        if (field.key == "device_id") element = field.value;
    if (!element && defaults_->device.empty()) {
        reject(index, "device_id", "missing_field", "device_id is missing");
        return std::nullopt;
    }
    const auto text = element ? textOf(*element) : std::optional(defaults_->device);
    const auto symbol = text ? host_.symbol(NameKind::Device, *text)
                             : Result<Symbol>(Error{"device_id is not a text"});
    if (symbol) return *symbol;
    reject(index, "device_id", "bad_device_id", symbol.error().message);
    return std::nullopt;
}

// False: the whole reading is refused.
bool ObjectReader::readFields(const dom::object& object, std::size_t index)
{
    for (const auto field : object) {
        if (field.key == "timestamp")
            readTimestamp(field.value);
        else if (field.key == "id")
            readMessageId(field.value);
        else if (!isReserved(field.key) && !readValue(field.key, field.value, index))
            return false;
    }
    return true;
}

void ObjectReader::readTimestamp(const dom::element& element)
{
    Reading& reading = batch_->readings().back();
    std::optional<Time> time;
    if (const auto text = textOf(element)) {
        reading.sentTime = batch_->keep(text->substr(0, kTextBytesMax));
        time = parseTime(*text);
    } else if (const auto number = numberOf(element)) {
        reading.sentTime = batch_->keep(numberText(*number));
        time = timeOfEpoch(*number);
    }
    reading.hasSentTime = time.has_value();
    if (time) reading.time = *time;
}

void ObjectReader::readMessageId(const dom::element& element)
{
    std::string number;
    auto text = textOf(element);
    if (const auto value = numberOf(element); !text && value) text = number = numberText(*value);
    if (text) batch_->readings().back().messageId = batch_->keep(text->substr(0, kTextBytesMax));
}

// The age of a reading that knows only its uptime; false if its numbers do not fit together.
bool ObjectReader::readUptime(const dom::object& object, std::size_t index, const Frame& frame)
{
    if (!frame.uptimeMs) return true;
    std::optional<double> uptime;
    std::optional<double> seq;
    for (const auto field : object) {
        if (field.key == "uptime_ms")
            uptime = numberOf(field.value);
        else if (field.key == "seq")
            seq = numberOf(field.value);
    }
    if (!uptime || *uptime < 0 || *uptime > *frame.uptimeMs || *frame.uptimeMs > kUptimeMsMax) {
        reject(index, "uptime_ms", "bad_value", "uptime_ms is missing or after that of the batch");
        return false;
    }
    Reading& reading = batch_->readings().back();
    reading.clock = ClockPolicy::Age;
    reading.age =
        std::chrono::microseconds(static_cast<std::int64_t>((*frame.uptimeMs - *uptime) * 1000));
    if (seq)
        reading.messageId = batch_->keep(std::string(frame.bootId.substr(0, kTextBytesMax)) + "/" +
                                         numberText(*seq));
    return true;
}

bool ObjectReader::readValue(std::string_view key, const dom::element& element, std::size_t index)
{
    if (element.is_object() || element.is_array()) {
        reject(index, key, "bad_value", "a value is a number, a text, true, false or null");
        return false;
    }
    const auto text = textOf(element);
    if (text && text->size() > kTextBytesMax) {
        reject(index, key, "too_large", "a text has at most 256 bytes");
        return false;
    }
    if (const auto metric = metricOf(key, index)) put(makeValue(*metric, element));
    return true;
}

// A key that cannot name a metric is reported and left out; the reading stays.
std::optional<Symbol> ObjectReader::metricOf(std::string_view key, std::size_t index)
{
    if (const auto known = metrics_.find(key); known != metrics_.end()) return known->second;
    const auto symbol = host_.symbol(NameKind::Metric, key);
    if (symbol) return metrics_.emplace(key, *symbol).first->second;
    reject(index, key, "bad_metric", symbol.error().message);
    return std::nullopt;
}

Value ObjectReader::makeValue(Symbol metric, const dom::element& element)
{
    switch (element.type()) {
    case dom::element_type::INT64: return Value::integer(metric, element.get_int64());
    case dom::element_type::UINT64:
    case dom::element_type::DOUBLE: return Value::number(metric, element.get_double());
    case dom::element_type::BOOL: return Value::boolean(metric, element.get_bool());
    case dom::element_type::STRING: return makeTextValue(metric, element.get_string());
    default: return Value::none(metric, Quality::BadNoValue);
    }
}

Value ObjectReader::makeTextValue(Symbol metric, std::string_view text)
{
    if (text.empty()) return Value::none(metric, Quality::BadNoValue);
    const auto number = numberInText(text);
    if (!number) return Value::text(metric, batch_->keep(text));
    return std::isfinite(*number) ? Value::number(metric, *number)
                                  : Value::none(metric, Quality::BadNotANumber);
}

// A key that came twice: the last wins.
void ObjectReader::put(Value value)
{
    for (Value& known : batch_->values(batch_->readings().back()))
        if (known.metric() == value.metric()) {
            known = value;
            return;
        }
    batch_->add(value);
}

void ObjectReader::applyQualities(const dom::object& object)
{
    dom::object qualities;
    if (object["q"].get(qualities) != simdjson::SUCCESS) return;
    for (const auto field : qualities) {
        const auto quality = qualityNamed(textOf(field.value).value_or(""));
        const auto metric = metrics_.find(field.key);
        if (!quality || metric == metrics_.end()) continue;
        for (Value& value : batch_->values(batch_->readings().back()))
            if (value.metric() == metric->second &&
                (value.type() != ValueType::None || *quality != Quality::Good))
                value.setQuality(*quality);
    }
}

} // namespace historian::codec
