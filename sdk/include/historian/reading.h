#pragma once

#include <historian/clock.h>

#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace historian {

/// The host's number for a device id or a metric name (Host::symbol). It lives as long as the
/// process and never reaches a disk or a wire. 0 is no symbol.
struct Symbol {
    std::uint32_t number = 0;

    friend bool operator==(Symbol, Symbol) = default;
    friend auto operator<=>(Symbol, Symbol) = default;
};

/// How far a value can be believed: good, or one reason of the class uncertain or bad.
/// After the severity of OPC UA Part 8; the numbers are stored, so they never change.
enum class Quality : std::uint8_t {
    Good = 0,
    UncertainRange = 64,     ///< outside the profile's range, kept as sent
    UncertainLastKnown = 65, ///< repeated by the sender, not measured again
    UncertainEstimated = 66, ///< computed by the sender from something else
    BadNoValue = 128,        ///< null, empty or absent
    BadNotANumber = 129,     ///< nan or inf
    BadCommunication = 130,  ///< the device did not answer
    BadDevice = 131,         ///< the device reports a fault
    BadSentinel = 132,       ///< the register holds the device's "not available"
    BadParse = 133,          ///< what came is not a value of this metric
};

enum class QualityClass : std::uint8_t { Good, Uncertain, Bad };

/// The class of a quality, by its two highest bits.
constexpr QualityClass classOf(Quality quality)
{
    const auto number = static_cast<std::uint8_t>(quality);
    return number == 0    ? QualityClass::Good
           : number < 128 ? QualityClass::Uncertain
                          : QualityClass::Bad;
}

/// The word used in JSON (`"q"`), the API and the page, for example `bad_nan`.
constexpr std::string_view nameOf(Quality quality)
{
    switch (quality) {
    case Quality::Good: return "good";
    case Quality::UncertainRange: return "uncertain_range";
    case Quality::UncertainLastKnown: return "uncertain_last_known";
    case Quality::UncertainEstimated: return "uncertain_estimated";
    case Quality::BadNoValue: return "bad_no_value";
    case Quality::BadNotANumber: return "bad_nan";
    case Quality::BadCommunication: return "bad_comm";
    case Quality::BadDevice: return "bad_device";
    case Quality::BadSentinel: return "bad_sentinel";
    case Quality::BadParse: return "bad_parse";
    }
    return "bad_parse";
}

/// The quality with that word, if there is one.
constexpr std::optional<Quality> qualityNamed(std::string_view name)
{
    for (const Quality quality : {Quality::Good,
                                  Quality::UncertainRange,
                                  Quality::UncertainLastKnown,
                                  Quality::UncertainEstimated,
                                  Quality::BadNoValue,
                                  Quality::BadNotANumber,
                                  Quality::BadCommunication,
                                  Quality::BadDevice,
                                  Quality::BadSentinel,
                                  Quality::BadParse})
        if (nameOf(quality) == name) return quality;
    return std::nullopt;
}

enum class ValueType : std::uint8_t { None, Double, Int64, Bool, Text };

/// A piece of the text that a Batch carries.
struct TextSpan {
    std::uint32_t offset = 0;
    std::uint32_t length = 0;

    bool isEmpty() const { return length == 0; }
};

/// One metric of one reading: 16 bytes, no heap. A text lies in the batch (Batch::text).
/// A value of type None always has a reason, that is a quality other than good.
class Value {
public:
    static Value none(Symbol metric, Quality reason)
    {
        return {metric, ValueType::None, reason, 0};
    }

    static Value number(Symbol metric, double number, Quality quality = Quality::Good)
    {
        return {metric, ValueType::Double, quality, std::bit_cast<std::uint64_t>(number)};
    }

    static Value integer(Symbol metric, std::int64_t number, Quality quality = Quality::Good)
    {
        return {metric, ValueType::Int64, quality, std::bit_cast<std::uint64_t>(number)};
    }

    static Value boolean(Symbol metric, bool flag, Quality quality = Quality::Good)
    {
        return {metric, ValueType::Bool, quality, flag ? 1U : 0U};
    }

    static Value text(Symbol metric, TextSpan span, Quality quality = Quality::Good)
    {
        return {metric, ValueType::Text, quality, std::bit_cast<std::uint64_t>(span)};
    }

    Symbol metric() const { return metric_; }

    ValueType type() const { return type_; }

    Quality quality() const { return quality_; }

    void setQuality(Quality quality) { quality_ = quality; }

    /// The content; asking for another type than type() is a bug.
    double asDouble() const { return std::bit_cast<double>(bits_); }

    std::int64_t asInt64() const { return std::bit_cast<std::int64_t>(bits_); }

    bool asBool() const { return bits_ != 0; }

    TextSpan asText() const { return std::bit_cast<TextSpan>(bits_); }

    /// The number of a Double, an Int64 or a Bool (0 or 1); nothing for the others.
    std::optional<double> asNumber() const
    {
        switch (type_) {
        case ValueType::Double: return asDouble();
        case ValueType::Int64: return static_cast<double>(asInt64());
        case ValueType::Bool: return asBool() ? 1.0 : 0.0;
        case ValueType::None:
        case ValueType::Text: break;
        }
        return std::nullopt;
    }

    /// Type and content as they are compared and hashed; a text's span says nothing by itself.
    std::uint64_t bits() const { return bits_; }

private:
    Value(Symbol metric, ValueType type, Quality quality, std::uint64_t bits)
        : metric_(metric), type_(type), quality_(quality), bits_(bits)
    {
    }

    Symbol metric_;
    ValueType type_;
    Quality quality_;
    std::uint64_t bits_;
};

static_assert(sizeof(Value) == 16);

/// What is known of a reading beside its values. Set by the host, except Backfill, which an
/// input may set. The bits are stored, so they never change.
enum class Flag : std::uint8_t {
    Arrival = 1,     ///< time is the time of receipt
    Unsynced = 2,    ///< the gateway's clock was not trusted
    Late = 4,        ///< older than a reading of this device already stored
    Backfill = 8,    ///< sent with its own times on purpose
    Unapproved = 16, ///< the device was not approved at that moment
};

/// Every flag, in the order of its bits.
constexpr Flag kFlags[] = {
    Flag::Arrival, Flag::Unsynced, Flag::Late, Flag::Backfill, Flag::Unapproved};

/// The word used in JSON (`"flags"`) and the API, for example `late`.
constexpr std::string_view nameOf(Flag flag)
{
    switch (flag) {
    case Flag::Arrival: return "arrival";
    case Flag::Unsynced: return "unsynced";
    case Flag::Late: return "late";
    case Flag::Backfill: return "backfill";
    case Flag::Unapproved: break;
    }
    return "unapproved";
}

/// A set of flags.
struct Flags {
    std::uint8_t bits = 0;

    constexpr bool has(Flag flag) const { return (bits & static_cast<std::uint8_t>(flag)) != 0; }

    constexpr void add(Flag flag) { bits |= static_cast<std::uint8_t>(flag); }

    constexpr void remove(Flag flag)
    {
        bits &= static_cast<std::uint8_t>(~static_cast<unsigned>(flag));
    }

    friend bool operator==(Flags, Flags) = default;
};

/// Where a reading's time comes from, as its sender wishes (`?clock=`, line protocol) or can
/// (a board that only knows its uptime). The host decides (DESIGN 4).
enum class ClockPolicy : std::uint8_t {
    Auto,    ///< the sent time if it can be believed, else receipt
    Device,  ///< the sent time as given; the reading is flagged Backfill
    Arrival, ///< receipt
    Age,     ///< receipt minus `age`
};

/// One device at one instant. In a batch that is submitted, `time` is the sent time if the
/// sender gave one that is RFC 3339 with a zone or an epoch; in one that comes from the store it is
/// the time that counts.
struct Reading {
    Symbol device;
    ClockPolicy clock = ClockPolicy::Auto;
    Flags flags;
    bool hasSentTime = false; ///< submitted: `time` holds a time that was understood
    Time time{};
    Time received{};                  ///< when its last byte arrived; kept to 1 ms
    std::chrono::microseconds age{0}; ///< ClockPolicy::Age: how old it was at receipt
    std::uint64_t seq = 0;            ///< given at commit, counts from 1 in its store_id
    TextSpan sentTime;                ///< the time's text as sent; from the store: where it differs
    TextSpan messageId;               ///< the sender's id of this reading, if it has one
    TextSpan address;                 ///< submitted: where it came from, for example 192.168.1.7
    std::uint32_t firstValue = 0;     ///< its values are [firstValue, firstValue + valueCount)
    std::uint32_t valueCount = 0;
};

/// Dates an Unsynced reading anew, now that its machine knows by how much its clock was wrong
/// (Store::redate). False: it is not Unsynced, nothing was changed.
constexpr bool redate(Reading& reading, std::chrono::microseconds shift)
{
    if (!reading.flags.has(Flag::Unsynced)) return false;
    reading.flags.remove(Flag::Unsynced);
    reading.received += shift;
    if (!reading.flags.has(Flag::Backfill) || reading.flags.has(Flag::Arrival))
        reading.time += shift;
    return true;
}

/// Readings in flat memory: three arrays, no heap per reading or value.
/// Threads: none; a batch is handed over whole.
class Batch {
public:
    bool isEmpty() const { return readings_.empty(); }

    std::size_t size() const { return readings_.size(); }

    std::span<const Reading> readings() const { return readings_; }

    std::span<Reading> readings() { return readings_; }

    const Reading& operator[](std::size_t index) const { return readings_[index]; }

    Reading& operator[](std::size_t index) { return readings_[index]; }

    std::span<const Value> values(const Reading& reading) const
    {
        return std::span(values_).subspan(reading.firstValue, reading.valueCount);
    }

    std::span<Value> values(const Reading& reading)
    {
        return std::span(values_).subspan(reading.firstValue, reading.valueCount);
    }

    std::string_view text(TextSpan span) const
    {
        return std::string_view(text_.data(), text_.size()).substr(span.offset, span.length);
    }

    /// Starts a reading without values; add() gives it values until the next begin().
    /// The reference is good until the next begin().
    Reading& begin(Symbol device)
    {
        Reading& reading = readings_.emplace_back();
        reading.device = device;
        reading.firstValue = static_cast<std::uint32_t>(values_.size());
        return reading;
    }

    /// Gives the reading begun last one more value.
    void add(Value value)
    {
        values_.push_back(value);
        ++readings_.back().valueCount;
    }

    /// Copies a text into the batch.
    TextSpan keep(std::string_view text)
    {
        const TextSpan span{static_cast<std::uint32_t>(text_.size()),
                            static_cast<std::uint32_t>(text.size())};
        text_.insert(text_.end(), text.begin(), text.end());
        return span;
    }

    /// Takes back the reading begun last, with its values.
    void dropLast()
    {
        values_.resize(readings_.back().firstValue, Value::none({}, Quality::BadNoValue));
        readings_.pop_back();
    }

    /// Copies one reading of another batch to the end of this one.
    Reading& append(const Batch& from, const Reading& reading);

    /// Memory in use, for budgets.
    std::size_t bytes() const
    {
        return readings_.size() * sizeof(Reading) + values_.size() * sizeof(Value) + text_.size();
    }

    /// Empties the batch and keeps its memory.
    void clear()
    {
        readings_.clear();
        values_.clear();
        text_.clear();
    }

    void reserve(std::size_t readings, std::size_t values)
    {
        readings_.reserve(readings);
        values_.reserve(values);
    }

private:
    std::vector<Reading> readings_;
    std::vector<Value> values_;
    std::vector<char> text_;
};

inline Reading& Batch::append(const Batch& from, const Reading& reading)
{
    Reading copy = reading;
    copy.firstValue = static_cast<std::uint32_t>(values_.size());
    copy.sentTime = keep(from.text(reading.sentTime));
    copy.messageId = keep(from.text(reading.messageId));
    copy.address = keep(from.text(reading.address));
    for (const Value& value : from.values(reading))
        values_.push_back(
            value.type() == ValueType::Text
                ? Value::text(value.metric(), keep(from.text(value.asText())), value.quality())
                : value);
    return readings_.emplace_back(copy);
}

} // namespace historian
