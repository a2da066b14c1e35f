#include "child/test_script.h"
#include "exec_output.h"
#include "lines/live_host.h"

#include <historian/testing/temp_directory.h>
#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

namespace historian::exec {

using child::TestScript;
using lines::LiveHost;
using std::chrono::hours;
using std::chrono::milliseconds;
using testing::TempDirectory;
using testing::TestConfig;
using Kind = Delivery::Kind;

namespace {

constexpr child::ChildTimes kQuick{.readyMax = milliseconds(120'000),
                                   .stopMax = milliseconds(300),
                                   .retryFirst = milliseconds(20),
                                   .retryMax = milliseconds(200)};
constexpr OutputTimes kPatient{.readyMax = milliseconds(30'000),
                               .deliverMax = milliseconds(50'000)};
constexpr OutputTimes kHasty{.readyMax = milliseconds(30'000), .deliverMax = milliseconds(500)};

class ExecOutputTest : public ::testing::Test {
protected:
    // `answer` is the body of a loop over the child's batches.
    void run(const std::string& answer, OutputTimes times = kPatient)
    {
        program.emplace("say({'ready': 1, 'name': 'test', 'version': '1'})\n"
                        "for line in sys.stdin:\n"
                        "    m = json.loads(line)\n"
                        "    " +
                        answer + "\n");
        runFile(program->path(), {}, times);
    }

    void
    runFile(const std::string& path, const std::vector<std::string>& settings, OutputTimes times)
    {
        TestConfig config(child::kKeys);
        config.add("command", "/usr/bin/python3");
        config.add("command", path);
        for (const std::string& setting : settings) config.add("config", setting);
        output.emplace(host, config, kQuick, times);
        output->start();
    }

    Segment segmentOf(std::size_t readings, const std::string& note = "x")
    {
        Segment segment;
        segment.storeId = "store-a";
        for (std::size_t i = 0; i < readings; ++i) {
            Reading& reading = segment.readings.begin(*host.symbol(NameKind::Device, "m1"));
            reading.time = host.manualClock.now();
            reading.seq = i + 1;
            segment.readings.add(
                Value::text(*host.symbol(NameKind::Metric, "note"), segment.readings.keep(note)));
        }
        return segment;
    }

    std::vector<Kind> kindsOf(const Segment& segment)
    {
        std::vector<Kind> kinds;
        for (const Delivery& delivery : output->deliver(segment)) kinds.push_back(delivery.kind);
        return kinds;
    }

    LiveHost host;
    std::optional<TestScript> program;
    std::optional<ExecOutput> output;
};

std::vector<Kind> all(std::size_t count, Kind kind)
{
    return std::vector<Kind>(count, kind);
}

} // namespace

TEST_F(ExecOutputTest, DeliversABatchAndTakesItsAnswer)
{
    run("say({'batch': m['batch'], 'done': m['readings'][0]['store_id'] == 'store-a'})");
    EXPECT_EQ(kindsOf(segmentOf(3)), all(3, Kind::Done));
    EXPECT_EQ(kindsOf(segmentOf(2)), all(2, Kind::Done));
    EXPECT_TRUE(kindsOf(segmentOf(0)).empty());
}

TEST_F(ExecOutputTest, TakesAnAnswerForEachRecord)
{
    run("say({'batch': m['batch'], 'results': [{'seq': 1, 'result': 'done'}, "
        "{'seq': 2, 'result': 'rejected', 'why': 'too hot'}]})");
    const Deliveries deliveries = output->deliver(segmentOf(3));
    ASSERT_EQ(deliveries.size(), 3U);
    EXPECT_EQ(deliveries[0].kind, Kind::Done);
    EXPECT_EQ(deliveries[1].kind, Kind::Rejected);
    EXPECT_EQ(deliveries[1].why, "too hot");
    EXPECT_EQ(deliveries[2].kind, Kind::Retry);
}

TEST_F(ExecOutputTest, SplitsWhatIsTooLongForALine)
{
    run("say({'batch': m['batch'], 'results': [{'seq': r['seq'], 'result': 'done'} for r in "
        "m['readings']]} "
        "if len(line) <= 1048577 else {})");
    EXPECT_EQ(kindsOf(segmentOf(10'000, std::string(256, 'x'))), all(10'000, Kind::Done));
}

TEST_F(ExecOutputTest, RetriesWhatAChildTookWithItWhenItCrashed)
{
    run("sys.exit(3)");
    const Deliveries deliveries = output->deliver(segmentOf(2));
    ASSERT_EQ(deliveries.size(), 2U);
    EXPECT_EQ(deliveries[0].kind, Kind::Retry);
    EXPECT_EQ(deliveries[0].why, "the program ended with exit code 3");
    EXPECT_EQ(kindsOf(segmentOf(2)), all(2, Kind::Retry));
    EXPECT_TRUE(host.waitUntil([&] { return host.counted("child_starts") >= 2; }));
}

TEST_F(ExecOutputTest, EndsAChildThatHangsAndGoesOnWithTheNext)
{
    run("time.sleep(600)", kHasty);
    EXPECT_EQ(output->deliver(segmentOf(1))[0].why, "the program did not answer a batch in time");
    EXPECT_EQ(host.counted("answers_overdue"), 1U);
    EXPECT_TRUE(host.waitUntil([&] { return host.counted("child_starts") >= 2; }));
    EXPECT_EQ(kindsOf(segmentOf(1)), all(1, Kind::Retry));
}

TEST_F(ExecOutputTest, DoesNotTakeAnAnswerToAnotherBatch)
{
    run("say({'batch': m['batch'] - 1, 'done': True})",
        {.readyMax = milliseconds(30'000), .deliverMax = milliseconds(5'000)});
    EXPECT_EQ(kindsOf(segmentOf(1)), all(1, Kind::Retry));
    EXPECT_EQ(host.counted("answers_refused"), 1U);
}

TEST_F(ExecOutputTest, EndsAChildThatAnswersWithGarbage)
{
    run("print('garbage', flush=True)");
    const Deliveries deliveries = output->deliver(segmentOf(1));
    EXPECT_EQ(deliveries[0].kind, Kind::Retry);
    EXPECT_EQ(deliveries[0].why,
              "the program sent an answer that is none: no JSON object with a batch number");
}

TEST_F(ExecOutputTest, RetriesWhileThereIsNoChild)
{
    const TempDirectory folder;
    const auto sink = folder.write("sink", "#!/bin/sh\n");
    std::filesystem::permissions(sink, std::filesystem::perms::owner_all);
    TestConfig config(child::kKeys);
    config.add("command", sink.string());
    output.emplace(host, config, kQuick, OutputTimes{milliseconds(50), milliseconds(50)});
    EXPECT_EQ(kindsOf(segmentOf(1)), all(1, Kind::Retry));
    std::filesystem::remove(sink);
    output->start();
    EXPECT_EQ(kindsOf(segmentOf(1)), all(1, Kind::Retry));
    EXPECT_TRUE(host.waitUntilDegraded("cannot start: No such file or directory"));
}

TEST_F(ExecOutputTest, SaysAtOnceWhyAProgramCannotStart)
{
    runFile("/nowhere/sink.py", {}, {.readyMax = hours(1), .deliverMax = hours(2)});
    const Deliveries deliveries = output->deliver(segmentOf(1));
    ASSERT_EQ(deliveries.size(), 1U);
    EXPECT_EQ(deliveries[0].kind, Kind::Retry);
    EXPECT_EQ(deliveries[0].why, "the program ended with exit code 2");
}

TEST_F(ExecOutputTest, DeliversEachReadingOnceIntoTheExamplesFileAcrossRestarts)
{
    program.emplace("");
    const std::string file = program->path() + ".jsonl";
    for (int round = 0; round < 2; ++round) {
        runFile(PLUGIN_DIR "/examples/sink.py", {"file=" + file}, kPatient);
        EXPECT_EQ(kindsOf(segmentOf(50)), all(50, round == 0 ? Kind::Done : Kind::Duplicate));
        EXPECT_EQ(kindsOf(segmentOf(60))[55], round == 0 ? Kind::Done : Kind::Duplicate);
        output->stop();
    }
    std::ifstream written(file);
    std::set<std::string> lines;
    std::size_t count = 0;
    for (std::string line; std::getline(written, line); ++count) lines.insert(line);
    EXPECT_EQ(count, 60U);
    EXPECT_EQ(lines.size(), 60U);
}

} // namespace historian::exec
