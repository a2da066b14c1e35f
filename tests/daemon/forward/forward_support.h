#pragma once

#include "base/record_desk.h"
#include "base/symbol_table.h"
#include "forward/forwarder.h"

#include <historian/testing/fake_host.h>
#include <historian/testing/manual_clock.h>
#include <historian/testing/memory_store.h>

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace historian::forward {

using namespace std::chrono_literals;
using base::DestinationState;

inline constexpr auto kStore = "memory-store";

/// Commits every change at once, as the commit thread does a little later. A test can take the
/// disk away: then changes are lost, as a crash loses those that wait.
class StraightDesk final : public base::RecordDesk {
public:
    explicit StraightDesk(Store& store) : store_(store) {}

    std::uint64_t change(std::vector<RecordChange> changes) override
    {
        ++changes_;
        if (isCrashed) return changes_;
        const Batch none;
        store_.commit({none, changes, "boot", 0us});
        durable_ = changes_;
        return changes_;
    }

    std::uint64_t durable() const override { return durable_; }

    bool isCrashed = false;

private:
    Store& store_;
    std::uint64_t changes_ = 0;
    std::uint64_t durable_ = 0;
};

/// Takes everything and remembers it.
class TakingOutput : public Output {
public:
    void start() override {}

    Deliveries deliver(const Segment& segment) override
    {
        std::vector<std::uint64_t> batch;
        for (const Reading& reading : segment.readings.readings()) batch.push_back(reading.seq);
        batches.push_back(batch);
        Deliveries answers = answer(segment);
        for (std::size_t i = 0; i < answers.size(); ++i) {
            const bool isTaken = answers[i].kind == Delivery::Kind::Done ||
                                 answers[i].kind == Delivery::Kind::Duplicate;
            if (isTaken) ++taken[batch[i]];
        }
        return answers;
    }

    void stop() override {}

    std::size_t readingsTaken() const { return taken.size(); }

    std::vector<std::vector<std::uint64_t>> batches; ///< seqs, as offered
    std::map<std::uint64_t, int> taken;              ///< seq -> how often

protected:
    virtual Deliveries answer(const Segment& segment)
    {
        return Deliveries(segment.readings.size(), Delivery::done());
    }
};

/// Answers as a test says, from batch to batch.
class ScriptedOutput : public TakingOutput {
public:
    std::function<Deliveries(const Segment&)> script;

protected:
    Deliveries answer(const Segment& segment) override
    {
        return script ? script(segment) : TakingOutput::answer(segment);
    }
};

/// One delivery for every reading of a batch.
inline auto always(Delivery answer)
{
    return [answer](const Segment& segment) { return Deliveries(segment.readings.size(), answer); };
}

class ForwardTest : public ::testing::Test {
protected:
    void SetUp() override { device = *symbols.symbol(NameKind::Device, "meter-1"); }

    /// Readings that were received `age` ago, a millisecond apart.
    void storeReadings(std::size_t count, std::chrono::milliseconds age = 0ms, Flags flags = {})
    {
        Batch batch;
        const Symbol metric = *symbols.symbol(NameKind::Metric, "power");
        for (std::size_t i = 0; i < count; ++i) {
            Reading& reading = batch.begin(device);
            reading.received = clock.now() - age + std::chrono::milliseconds(i);
            reading.time = reading.received;
            reading.flags = flags;
            batch.add(Value::number(metric, static_cast<double>(i)));
        }
        store.commit({batch, {}, "boot", 0us});
    }

    /// One reading of a device, measured and received then.
    void storeOne(Symbol of, Time time, Time received, Flags flags = {})
    {
        Batch batch;
        Reading& reading = batch.begin(of);
        reading.time = time;
        reading.received = received;
        reading.flags = flags;
        batch.add(Value::number(*symbols.symbol(NameKind::Metric, "power"), 1));
        store.commit({batch, {}, "boot", 0us});
    }

    ForwarderSettings settings() const
    {
        ForwarderSettings settings;
        settings.output = "cloud";
        settings.plugin = "fake";
        return settings;
    }

    ForwarderParts parts()
    {
        return {store, desk, clock, symbols, ledger, [this] { return share; }, {0ms, 100ms}};
    }

    /// A new process: everything is read from the store again.
    void restart()
    {
        desk.isCrashed = false;
        forwarder.reset();
        ledger.load(*(*store.snapshot())->records(kLedgerKind));
        forwarder = std::make_unique<Forwarder>(wanted, parts(), **store.snapshot());
    }

    std::chrono::milliseconds step(Output& output, std::uint64_t bytesSent = 0)
    {
        return forwarder->step({output, host, bytesSent});
    }

    /// Steps until nothing is left or a limit is met; waits are passed by moving the clock.
    void run(Output& output, int stepsMax = 2'000)
    {
        for (int i = 0; i < stepsMax && forwarder->status().state != DestinationState::CaughtUp;
             ++i)
            clock.advance(step(output));
    }

    DestinationState state() const { return forwarder->status().state; }

    testing::ManualClock clock;
    testing::MemoryStore store;
    testing::FakeHost host{"cloud"};
    base::SymbolTable symbols;
    Ledger ledger;
    StraightDesk desk{store};
    double share = 0.5;
    Symbol device;
    ForwarderSettings wanted = settings();
    std::unique_ptr<Forwarder> forwarder;
};

} // namespace historian::forward
