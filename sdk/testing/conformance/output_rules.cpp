#include "output_rules.h"

#include "attempt.h"
#include "trial_host.h"

#include <historian/store.h>

#include <array>

namespace historian::conformance {

namespace {

constexpr std::array<std::string_view, 6> kOrders{"", "x", "xx", "sx", "sxx", "sxsx"};

// Three readings with a value of every type.
Segment makeSegment(Host& host)
{
    Segment segment;
    segment.storeId = "conformance";
    Batch& batch = segment.readings;
    const Symbol device = *host.symbol(NameKind::Device, "ESP32-001");
    const auto metric = [&host](std::string_view name) {
        return *host.symbol(NameKind::Metric, name);
    };
    for (std::uint64_t seq = 1; seq <= 3; ++seq) {
        Reading& reading = batch.begin(device);
        reading.time = reading.received = host.clock().now();
        reading.seq = seq;
        batch.add(Value::number(metric("power"), 550.5));
        batch.add(Value::integer(metric("system_status"), 1));
        batch.add(Value::boolean(metric("door_open"), true));
        batch.add(Value::text(metric("note"), batch.keep("caf\xC3\xA9 \"x\"")));
        batch.add(Value::none(metric("current"), Quality::BadNotANumber));
    }
    return segment;
}

void checkAnswers(const Report& report, const Deliveries& answers, std::size_t offered)
{
    report.require(answers.size() <= offered,
                   "deliver() gave " + std::to_string(answers.size()) + " answers to " +
                       std::to_string(offered) + " readings");
    for (const Delivery& answer : answers) {
        const bool needsWhy =
            answer.kind != Delivery::Kind::Done && answer.kind != Delivery::Kind::Duplicate;
        report.require(!needsWhy || !answer.why.empty(), "a Delivery that is not done says why");
        report.require(answer.after.count() >= 0, "a Retry lies in the past");
        report.require(answer.why.find(kSecret) == std::string::npos, "a Delivery shows a secret");
    }
}

void checkDeliveries(Report& report, const PluginEntry& entry, const Config& config)
{
    TrialHost host;
    const auto output = entry.makeOutput(host, config);
    if (!attempt(report, "start()", kStartMax, [&] { output->start(); })) return;
    for (const Segment& segment : {Segment{"conformance", {}}, makeSegment(host)}) {
        Deliveries answers;
        mustReturn(report, "deliver()", kDeliverMax, [&] { answers = output->deliver(segment); });
        checkAnswers(report, answers, segment.readings.size());
    }
    mustReturn(report, "stop()", kStopMax, [&] { output->stop(); });
    host.requireNoSecret(report);
}

Receipt commit(const Report& report, Store& store, const Batch& batch)
{
    auto answer = store.commit({batch, {}, "conformance", {}});
    const auto* receipt = std::get_if<Receipt>(&answer);
    report.require(receipt != nullptr, "commit() refused a sound transaction");
    report.require(!receipt->storeId.empty(), "a receipt has no store_id");
    report.require(receipt->lastSeq + 1 == receipt->firstSeq + batch.size(),
                   "a receipt numbers more or fewer readings than were given");
    return *receipt;
}

void checkRedating(const Report& report, TrialHost& host, Store& store)
{
    Segment segment = makeSegment(host);
    for (Reading& reading : segment.readings.readings()) reading.flags.add(Flag::Unsynced);
    const Receipt receipt = commit(report, store, segment.readings);
    const auto redate = [&store] { return store.redate("conformance", std::chrono::hours(1)); };
    const auto first = redate();
    const auto* count = std::get_if<std::uint64_t>(&first);
    report.require(count != nullptr && *count == 3,
                   "redate() does not date unsynced readings anew");
    const auto again = redate();
    count = std::get_if<std::uint64_t>(&again);
    report.require(count != nullptr && *count == 0, "redate() dates readings a second time");
    const auto kept = (*store.snapshot())->readAfter(receipt.firstSeq - 1, 3);
    report.require(kept && kept->readings.size() == 3 &&
                       kept->readings[0].time == segment.readings[0].time + std::chrono::hours(1),
                   "redate() does not move a reading by the difference of its clock");
}

void checkStore(Report& report, TrialHost& host, Store& store)
{
    const Segment segment = makeSegment(host);
    const Receipt first = commit(report, store, segment.readings);
    const Receipt second = commit(report, store, segment.readings);
    report.require(second.firstSeq == first.lastSeq + 1, "seq has a hole between two commits");

    auto snapshot = store.snapshot();
    report.require(static_cast<bool>(snapshot), "snapshot() gave none");
    const auto kept = (*snapshot)->readAfter(first.firstSeq - 1, 6);
    report.require(kept && kept->readings.size() == 6,
                   "readAfter() does not give what was committed");
    report.require(kept->readings[5].seq == second.lastSeq, "readAfter() gives another seq");
    report.require(kept->readings.values(kept->readings[0]).size() == 5, "a value was lost");
    report.require(store.latest().readings.size() == 1, "latest() is not one reading per device");
    report.require(store.status().readings >= 6, "status() counts fewer readings than are stored");
}

void liveAsStore(Report& report, const PluginEntry& entry, const Config& config)
{
    TrialHost host;
    const auto output = entry.makeOutput(host, config);
    auto* store = dynamic_cast<Store*>(output.get());
    mustReturn(report, "start()", kStartMax, [&] { output->start(); });
    mustReturn(report, "the store", kDeliverMax, [&] {
        checkStore(report, host, *store);
        checkRedating(report, host, *store);
    });
    mustReturn(report, "stop()", kStopMax, [&] { output->stop(); });
}

// One life, and whether the output is a store.
bool live(Report& report, const PluginEntry& entry, const Config& config, std::string_view order)
{
    TrialHost host;
    const std::size_t before = threadCount();
    auto output = entry.makeOutput(host, config);
    for (const char step : order)
        if (step == 's') {
            if (!attempt(report, "start()", kStartMax, [&] { output->start(); })) break;
        } else
            mustReturn(report, "stop()", kStopMax, [&] { output->stop(); });
    report.require(threadsAreBackTo(before), "stop() left a thread behind");
    const bool isStore = dynamic_cast<Store*>(output.get()) != nullptr;
    mustReturn(report, "the destructor", kStopMax, [&] { output.reset(); });
    host.requireNoSecret(report);
    return isStore;
}

} // namespace

void checkOutput(Report& report, const PluginEntry& entry, const Config& config)
{
    report.rule("lifecycle");
    bool isStore = false;
    for (const std::string_view order : kOrders) isStore = live(report, entry, config, order);
    if (isStore) {
        report.rule("store");
        liveAsStore(report, entry, config);
        return;
    }
    report.rule("deliveries");
    checkDeliveries(report, entry, config);
}

} // namespace historian::conformance
