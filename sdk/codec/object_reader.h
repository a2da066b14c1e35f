#pragma once

#include <historian/codec/reading_json.h>

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace historian::codec {

/// What is common to the readings of an uptime document.
struct Frame {
    std::optional<simdjson::dom::element> device;
    std::string_view bootId;
    std::optional<double> uptimeMs;
};

std::optional<double> numberOf(const simdjson::dom::element& element);
std::optional<std::string_view> textOf(const simdjson::dom::element& element);

/// Makes a reading of a JSON object, or a fault that says why there is none. Metric symbols are
/// kept from call to call, because asking the host for one takes a lock; device symbols are not,
/// because the operator may reject a device at any time.
/// Threads: one thread at a time.
class ObjectReader {
public:
    explicit ObjectReader(Host& host) : host_(host) {}

    /// Where the next objects' readings and faults go.
    void begin(const ReadingDefaults& defaults, Batch& batch, ParsedReadings& result)
    {
        defaults_ = &defaults;
        batch_ = &batch;
        result_ = &result;
    }

    void read(const simdjson::dom::object& object, std::size_t index, const Frame& frame);

    void reject(std::size_t index, std::string_view field, std::string code, std::string message);

private:
    using Element = simdjson::dom::element;
    using Object = simdjson::dom::object;

    std::optional<Symbol> deviceOf(const Object& object, std::size_t index, const Frame& frame);
    bool readFields(const Object& object, std::size_t index);
    void readTimestamp(const Element& element);
    void readMessageId(const Element& element);
    bool readUptime(const Object& object, std::size_t index, const Frame& frame);
    bool readValue(std::string_view key, const Element& element, std::size_t index);
    std::optional<Symbol> metricOf(std::string_view key, std::size_t index);
    Value makeValue(Symbol metric, const Element& element);
    Value makeTextValue(Symbol metric, std::string_view text);
    void put(Value value);
    void applyQualities(const Object& object);

    struct TextHash {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>{}(text);
        }
    };

    Host& host_;
    std::unordered_map<std::string, Symbol, TextHash, std::equal_to<>> metrics_;
    const ReadingDefaults* defaults_ = nullptr;
    Batch* batch_ = nullptr;
    ParsedReadings* result_ = nullptr;
};

} // namespace historian::codec
