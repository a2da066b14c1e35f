#pragma once

#include "../forward_support.h"

#include <historian/codec/json_writer.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace historian::forward {

/// Counts energy from what a store holds, by the simplest of rules: an increase belongs to the
/// reading that shows it.
class PlainBooks : public base::CounterBooks {
public:
    PlainBooks(testing::MemoryStore& store, base::SymbolTable& symbols)
        : store_(store), symbols_(symbols)
    {
    }

    std::vector<CorrectedCounter> corrected(std::span<const Symbol>) override { return {}; }

    bool isEnergy(Symbol, Symbol metric) const override
    {
        return symbols_.name(metric) == "total_energy_kwh";
    }

    Result<base::EnergyDay>
    energyDay(std::string_view device, std::string_view metric, Time from) override
    {
        ++asked;
        if (isBroken) return Error{"the store cannot be read"};
        return day(*symbols_.symbol(NameKind::Device, device),
                   *symbols_.symbol(NameKind::Metric, metric),
                   from);
    }

    int asked = 0;
    bool isBroken = false;

private:
    base::EnergyDay day(Symbol device, Symbol metric, Time from) const
    {
        base::EnergyDay day;
        const Time midnight = std::chrono::floor<std::chrono::days>(from);
        for (std::size_t i = 0; i < day.hours.size(); ++i)
            day.hours[i].energy = {.device = device, .metric = metric, .start = midnight + i * 1h};
        std::optional<double> before;
        for (const auto& [time, kwh] : samplesOf(device)) {
            const double increase = kwh - before.value_or(kwh);
            before = kwh;
            if (time >= midnight + 24h) {
                if (!day.next) day.next = time;
            } else if (time >= from) {
                EnergyHour& hour =
                    day.hours[static_cast<std::size_t>((time - midnight) / 1h)].energy;
                hour.energyKwh += increase;
                ++hour.readings;
            }
            for (base::CountedHour& hour : day.hours)
                hour.isSettled = hour.isSettled || time >= hour.energy.start + 1h;
        }
        return day;
    }

    std::map<Time, double> samplesOf(Symbol device) const
    {
        std::map<Time, double> samples;
        const Batch all = store_.everything();
        for (const Reading& reading : all.readings())
            for (const Value& value : all.values(reading))
                if (reading.device == device && value.quality() == Quality::Good)
                    samples[reading.time] = value.asDouble();
        return samples;
    }

    testing::MemoryStore& store_;
    base::SymbolTable& symbols_;
};

/// Keeps every revision of every hour, as a table with that key does.
class HourSink : public ScriptedOutput, public HourOutput {
public:
    Deliveries deliverHours(std::span<const EnergyHour> some) override
    {
        ++calls;
        if (onHours) onHours();
        const Delivery answer = refusal.value_or(Delivery::done());
        for (const EnergyHour& hour : some) {
            if (answer.kind != Delivery::Kind::Done) break;
            ++rows;
            const auto [row, isNew] = hours[hour.start].try_emplace(hour.revision, hour);
            if (!isNew &&
                (row->second.energyKwh != hour.energyKwh || row->second.readings != hour.readings))
                ++conflicts;
        }
        return Deliveries(some.size(), answer);
    }

    /// "energy/revision" of the newest revision, for example "1.5/0".
    std::string newest(Time start) const
    {
        const auto found = hours.find(start);
        if (found == hours.end()) return "none";
        const EnergyHour& hour = found->second.rbegin()->second;
        return codec::numberText(hour.energyKwh) + "/" + std::to_string(hour.revision);
    }

    std::map<Time, std::map<std::uint32_t, EnergyHour>> hours;
    int calls = 0;
    int rows = 0;
    int conflicts = 0; ///< a revision that came twice with different content
    std::optional<Delivery> refusal;
    std::function<void()> onHours;
};

class HourTest : public ForwardTest {
protected:
    HourTest() { restartWithHours(); }

    void restartWithHours()
    {
        desk.isCrashed = false;
        forwarder.reset();
        auto all = parts();
        all.counters = &books;
        forwarder = std::make_unique<Forwarder>(wanted, all, **store.snapshot());
    }

    /// A reading of the counter, `hours` after ten o'clock of a day that is long over.
    void post(double hours, double kwh, Quality quality = Quality::Good)
    {
        Batch batch;
        Reading& reading = batch.begin(device);
        reading.time = at(hours);
        reading.received = clock.now();
        batch.add(
            Value::number(*symbols.symbol(NameKind::Metric, "total_energy_kwh"), kwh, quality));
        store.commit({batch, {}, "boot", 0us});
    }

    Time at(double hours) const
    {
        return ten + std::chrono::microseconds(static_cast<std::int64_t>(hours * 3.6e9));
    }

    /// Longer than between two looks at hours.
    void work(Output& output)
    {
        for (int i = 0; i < 300; ++i) clock.advance(step(output) + 1ms);
    }

    std::size_t records(const std::string& kind)
    {
        return (*store.snapshot())->records(kind)->size();
    }

    PlainBooks books{store, symbols};
    HourSink sink;
    const Time ten = std::chrono::floor<std::chrono::days>(clock.now()) - 48h + 10h;
};

} // namespace historian::forward
