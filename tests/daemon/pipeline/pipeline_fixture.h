#pragma once

#include "pipeline/pipeline.h"
#include "state/database.h"

#include <historian/codec/time_text.h>
#include <historian/testing/manual_clock.h>
#include <historian/testing/memory_store.h>
#include <historian/testing/temp_directory.h>

#include <gtest/gtest.h>

#include <future>

namespace historian::pipeline {

using namespace std::chrono_literals;
using Kind = ReadingOutcome::Kind;

// What Done was told, with its views made texts.
struct Told {
    bool isCommitted = false;
    std::vector<Kind> kinds;
    std::vector<std::uint64_t> seqs;
    std::string code;
    std::string why;
    std::string storeId;
    std::uint64_t lastSeq = 0;
};

inline base::DeviceProfile boardProfile()
{
    base::DeviceProfile profile;
    profile.name = "board";
    profile.isAlwaysArrival = true;
    profile.fingerprintMetrics = {"power"};
    profile.fingerprintSentTime = "2025-01-20T";
    profile.metrics["power"].min = 0;
    profile.metrics["power"].max = 1000;
    return profile;
}

class PipelineTest : public ::testing::Test {
protected:
    PipelineTest()
    {
        database = std::make_unique<state::Database>(folder / "state.db");
        logbook = std::make_unique<state::Logbook>(*database, clock);
        registry = std::make_unique<state::Registry>(
            *database, *logbook, clock, std::vector<base::DeviceSettings>{});
    }

    Sink& start(bool acceptsUnknown = true)
    {
        pipeline.reset();
        PipelineParts parts{*through, symbols, *registry, *logbook, profiles, feed, clock, "boot"};
        parts.retention = retention;
        pipeline = std::make_unique<Pipeline>(parts);
        Sink& sink = pipeline->makeSink("test", acceptsUnknown);
        pipeline->start();
        return sink;
    }

    Batch batchOf(std::string_view device,
                  double power,
                  std::string_view sent = "",
                  std::string_view address = "")
    {
        Batch batch;
        Reading& reading = batch.begin(*symbols.symbol(NameKind::Device, device));
        reading.received = clock.now();
        reading.sentTime = batch.keep(sent);
        reading.address = batch.keep(address);
        if (const auto time = codec::parseTime(sent)) {
            reading.hasSentTime = true;
            reading.time = *time;
        }
        batch.add(Value::number(*symbols.symbol(NameKind::Metric, "power"), power));
        return batch;
    }

    static Told submit(Sink& sink, Batch batch)
    {
        std::promise<Told> promise;
        auto told = promise.get_future();
        const auto answer = sink.submit(std::move(batch), [&promise](const Outcome& outcome) {
            Told now{outcome.isCommitted,
                     {},
                     {},
                     "",
                     std::string(outcome.why),
                     std::string(outcome.storeId),
                     outcome.lastSeq};
            for (const auto& reading : outcome.readings) {
                now.kinds.push_back(reading.kind);
                now.seqs.push_back(reading.seq);
                if (!reading.code.empty()) now.code = reading.code;
            }
            promise.set_value(std::move(now));
        });
        if (!answer.isAccepted) return {};
        return told.get();
    }

    std::string actionLoggedLast() const { return logbook->list(0, 1).front().action; }

    testing::ManualClock clock;
    testing::MemoryStore store;
    Store* through = &store; ///< what the pipeline sees of it
    base::Retention* retention = nullptr;
    base::SymbolTable symbols;
    base::LiveFeed feed;
    std::vector<base::DeviceProfile> profiles;
    const testing::TempDirectory folder;
    std::unique_ptr<state::Database> database;
    std::unique_ptr<state::Logbook> logbook;
    std::unique_ptr<state::Registry> registry;
    std::unique_ptr<Pipeline> pipeline;
};

} // namespace historian::pipeline
