#include "tolerate.h"

#include <historian/codec/reading_json.h>
#include <historian/codec/time_text.h>

#include <simdjson.h>

#include <charconv>
#include <cmath>
#include <functional>
#include <optional>
#include <unordered_map>

namespace historian::codec {

namespace dom = simdjson::dom;

namespace {

constexpr std::size_t kDocumentBytesMax = 64U * 1024 * 1024;

struct TextHash {
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const
    {
        return std::hash<std::string_view>{}(text);
    }
};

// What is common to the readings of an uptime document.
struct Frame {
    std::optional<dom::element> deviceElement;
    std::string_view bootId;
    std::optional<double> uptimeMs;
};

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

// A number written as text, as some boards do; "nan" and "inf" come out as such.
std::optional<double> numberInText(std::string_view text)
{
    double number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

bool isReserved(std::string_view key)
{
    for (const std::string_view name : {"device_id",
                                        "timestamp",
                                        "id",
                                        "q",
                                        "received",
                                        "flags",
                                        "store_id",
                                        "seq",
                                        "boot_id",
                                        "uptime_ms"})
        if (key == name) return true;
    return false;
}

} // namespace

class ReadingReader::Parser {
public:
    explicit Parser(Host& host) : host_(host), simdjson_(kDocumentBytesMax) {}

    ParsedReadings read(std::string_view document, const ReadingDefaults& defaults, Batch& into)
    {
        result_ = {};
        defaults_ = &defaults;
        batch_ = &into;
        const auto root = parse(trimmed(document));
        if (!root) return std::move(result_);
        if (root->is_array())
            readArray(root->get_array(), {});
        else if (root->is_object())
            readDocument(root->get_object());
        else
            unreadable("a reading is a JSON object");
        return std::move(result_);
    }

private:
    void unreadable(std::string message)
    {
        result_.isReadable = false;
        result_.faults.push_back({0, "", "bad_json", std::move(message)});
    }

    std::optional<dom::element> parse(std::string_view document)
    {
        dom::element root;
        auto fault = simdjson_.parse(document.data(), document.size()).get(root);
        if (fault != simdjson::SUCCESS)
            if (const auto quoted = withQuotedNans(document)) {
                result_.isTolerated = true;
                fault = simdjson_.parse(*quoted).get(root);
            }
        if (fault == simdjson::SUCCESS && isNestedTooDeep(root, 0)) {
            unreadable("nested deeper than 8 levels");
            return std::nullopt;
        }
        if (fault == simdjson::SUCCESS) return root;
        unreadable(document.empty() ? "the body is empty"
                                    : std::string("not JSON: ") + simdjson::error_message(fault));
        return std::nullopt;
    }

    static bool isNestedTooDeep(const dom::element& element, std::size_t depth)
    {
        if (!element.is_array() && !element.is_object()) return false;
        if (depth == kNestingMax) return true;
        if (element.is_array()) {
            for (const dom::element item : element.get_array())
                if (isNestedTooDeep(item, depth + 1)) return true;
            return false;
        }
        for (const auto field : element.get_object())
            if (isNestedTooDeep(field.value, depth + 1)) return true;
        return false;
    }

    void readDocument(const dom::object& object)
    {
        dom::array readings;
        if (object["readings"].get(readings) != simdjson::SUCCESS) {
            readOne(object, 0, {});
            return;
        }
        Frame frame;
        for (const auto field : object) {
            if (field.key == "device_id")
                frame.deviceElement = field.value;
            else if (field.key == "boot_id")
                frame.bootId = textOf(field.value).value_or("");
            else if (field.key == "uptime_ms")
                frame.uptimeMs = numberOf(field.value);
        }
        readArray(readings, frame);
    }

    void readArray(const dom::array& array, const Frame& frame)
    {
        std::size_t index = 0;
        for (const dom::element element : array) {
            if (index == kReadingsMax) {
                reject(index, "", "too_large", "more than 100000 readings in one document");
                return;
            }
            if (element.is_object())
                readOne(element.get_object(), index, frame);
            else
                reject(index, "", "bad_json", "a reading is a JSON object");
            ++index;
        }
    }

    void reject(std::size_t index, std::string field, std::string code, std::string message)
    {
        result_.faults.push_back({index, std::move(field), std::move(code), std::move(message)});
    }

    // The device's symbol; without one the reading is rejected.
    std::optional<Symbol> deviceOf(const dom::object& object, std::size_t index, const Frame& frame)
    {
        std::optional<dom::element> element = frame.deviceElement;
        for (const auto field : object)
            if (field.key == "device_id") element = field.value;
        if (!element) {
            reject(index, "device_id", "missing_field", "device_id is missing");
            return std::nullopt;
        }
        const auto text = textOf(*element);
        const auto symbol = text ? host_.symbol(NameKind::Device, *text)
                                 : Result<Symbol>(Error{"device_id is not a text"});
        if (symbol) return *symbol;
        reject(index, "device_id", "bad_device_id", symbol.error().message);
        return std::nullopt;
    }

    void readOne(const dom::object& object, std::size_t index, const Frame& frame)
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
        result_.indices.push_back(index);
    }

    bool readFields(const dom::object& object, std::size_t index)
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

    void readTimestamp(const dom::element& element)
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

    void readMessageId(const dom::element& element)
    {
        std::string number;
        auto text = textOf(element);
        if (const auto value = numberOf(element); !text && value)
            text = number = numberText(*value);
        if (text)
            batch_->readings().back().messageId = batch_->keep(text->substr(0, kTextBytesMax));
    }

    // The age of a reading that knows only its uptime; false if its numbers do not fit together.
    bool readUptime(const dom::object& object, std::size_t index, const Frame& frame)
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
        if (!uptime || *uptime < 0 || *uptime > *frame.uptimeMs || *frame.uptimeMs > 1e13) {
            reject(
                index, "uptime_ms", "bad_value", "uptime_ms is missing or after that of the batch");
            return false;
        }
        Reading& reading = batch_->readings().back();
        reading.clock = ClockPolicy::Age;
        reading.age = std::chrono::microseconds(
            static_cast<std::int64_t>((*frame.uptimeMs - *uptime) * 1000));
        if (seq)
            reading.messageId = batch_->keep(std::string(frame.bootId.substr(0, kTextBytesMax)) +
                                             "/" + numberText(*seq));
        return true;
    }

    // A key that cannot name a metric is reported and left out; the reading stays.
    std::optional<Symbol> metricOf(std::string_view key, std::size_t index)
    {
        if (const auto known = metrics_.find(key); known != metrics_.end()) return known->second;
        const auto symbol = host_.symbol(NameKind::Metric, key);
        if (symbol) return metrics_.emplace(key, *symbol).first->second;
        reject(index, std::string(key.substr(0, 64)), "bad_metric", symbol.error().message);
        return std::nullopt;
    }

    // False: the whole reading is refused.
    bool readValue(std::string_view key, const dom::element& element, std::size_t index)
    {
        if (element.is_object() || element.is_array()) {
            reject(index,
                   std::string(key.substr(0, 64)),
                   "bad_value",
                   "a value is a number, a text, true, false or null");
            return false;
        }
        const auto text = textOf(element);
        if (text && text->size() > kTextBytesMax) {
            reject(
                index, std::string(key.substr(0, 64)), "too_large", "a text has at most 256 bytes");
            return false;
        }
        if (const auto metric = metricOf(key, index)) put(makeValue(*metric, element));
        return true;
    }

    Value makeValue(Symbol metric, const dom::element& element)
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

    Value makeTextValue(Symbol metric, std::string_view text)
    {
        if (text.empty()) return Value::none(metric, Quality::BadNoValue);
        const auto number = numberInText(text);
        if (!number) return Value::text(metric, batch_->keep(text));
        return std::isfinite(*number) ? Value::number(metric, *number)
                                      : Value::none(metric, Quality::BadNotANumber);
    }

    // A key that came twice: the last wins.
    void put(Value value)
    {
        for (Value& known : batch_->values(batch_->readings().back()))
            if (known.metric() == value.metric()) {
                known = value;
                return;
            }
        batch_->add(value);
    }

    void applyQualities(const dom::object& object)
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

    Host& host_;
    dom::parser simdjson_;
    std::unordered_map<std::string, Symbol, TextHash, std::equal_to<>> metrics_;
    ParsedReadings result_;
    const ReadingDefaults* defaults_ = nullptr;
    Batch* batch_ = nullptr;
};

ReadingReader::ReadingReader(Host& host) : parser_(std::make_unique<Parser>(host)) {}

ReadingReader::~ReadingReader() = default;

ParsedReadings
ReadingReader::read(std::string_view document, const ReadingDefaults& defaults, Batch& into)
{
    return parser_->read(document, defaults, into);
}

} // namespace historian::codec
