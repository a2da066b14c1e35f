#include "history/counter_base.h"

#include <charconv>

namespace historian::history {
namespace {

constexpr std::int64_t kForm = 1; // of the body

class Writer {
public:
    Writer& add(std::int64_t number)
    {
        text_ += (text_.empty() ? "" : " ") + std::to_string(number);
        return *this;
    }

    Writer& add(Time time) { return add(time.time_since_epoch().count()); }

    Writer& add(const CounterSample& sample) { return add(sample.time).add(sample.amount); }

    Writer& add(const std::optional<CounterSample>& sample)
    {
        return sample ? add(1).add(*sample) : add(0);
    }

    std::string take() { return std::move(text_); }

private:
    std::string text_;
};

// Reads beyond the end as 0 and remembers that it did.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::int64_t number()
    {
        std::int64_t number = 0;
        const auto [end, fault] =
            std::from_chars(text_.data(), text_.data() + text_.size(), number);
        isGood_ = isGood_ && fault == std::errc{};
        text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
        if (!text_.empty()) text_.remove_prefix(1);
        return number;
    }

    Time time() { return Time(std::chrono::microseconds(number())); }

    CounterSample sample()
    {
        const Time at = time();
        return {at, number()};
    }

    std::optional<CounterSample> perhapsSample()
    {
        return number() != 0 ? std::optional(sample()) : std::nullopt;
    }

    bool isComplete() const { return isGood_ && text_.empty(); }

    bool isGood() const { return isGood_; }

private:
    std::string_view text_;
    bool isGood_ = true;
};

} // namespace

std::string counterName(std::string_view device, std::string_view metric)
{
    return std::string(device).append("/").append(metric);
}

std::string textOf(const CounterBase& base)
{
    Writer text;
    text.add(kForm).add(base.upTo).add(base.tally.increase);
    text.add(static_cast<std::int64_t>(base.tally.samples));
    for (const std::uint64_t count : base.tally.events) text.add(static_cast<std::int64_t>(count));
    text.add(base.tally.last).add(base.memory.first).add(base.memory.base);
    if (const auto& fallen = base.memory.fallen)
        text.add(1).add(fallen->from).add(fallen->addedSince);
    else
        text.add(0);
    text.add(static_cast<std::int64_t>(base.memory.held.size()));
    for (const CounterSample& sample : base.memory.held) text.add(sample);
    return text.take();
}

std::optional<CounterBase> counterBaseOf(std::string_view text)
{
    Reader reader(text);
    if (reader.number() != kForm) return std::nullopt;
    CounterBase base;
    base.upTo = reader.time();
    base.tally.increase = reader.number();
    base.tally.samples = static_cast<std::uint64_t>(reader.number());
    for (std::uint64_t& count : base.tally.events)
        count = static_cast<std::uint64_t>(reader.number());
    base.tally.last = reader.perhapsSample();
    base.memory.first = reader.perhapsSample();
    base.memory.base = reader.sample();
    if (reader.number() != 0) {
        const CounterSample from = reader.sample();
        base.memory.fallen = CounterFall{from, reader.number()};
    }
    for (std::int64_t held = reader.number(); held > 0 && reader.isGood(); --held)
        base.memory.held.push_back(reader.sample());
    return reader.isComplete() ? std::optional(std::move(base)) : std::nullopt;
}

Result<std::map<std::string, CounterBase>> counterBases(Snapshot& snapshot)
{
    auto records = snapshot.records(kCounterBaseKind);
    if (!records) return records.error();
    std::map<std::string, CounterBase> bases;
    for (const Record& record : *records)
        if (auto base = counterBaseOf(record.body)) bases.emplace(record.key, *std::move(base));
    return bases;
}

} // namespace historian::history
