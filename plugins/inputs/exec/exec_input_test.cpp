#include "child/test_script.h"
#include "exec_input.h"
#include "lines/live_host.h"

#include <historian/testing/fake_sink.h>
#include <historian/testing/test_config.h>

#include <gtest/gtest.h>

#include <fstream>

namespace historian::exec {

using child::TestScript;
using lines::LiveHost;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::FakeSink;
using testing::TestConfig;

namespace {

constexpr seconds kLimit{120};
constexpr child::ChildTimes kQuick{.readyMax = kLimit,
                                   .stopMax = milliseconds(300),
                                   .retryFirst = milliseconds(20),
                                   .retryMax = milliseconds(200)};

// Says that it is ready, says `lines`, and repeats every answer on its standard error.
std::string script(const std::string& lines)
{
    return "say({'ready': 1, 'name': 'test', 'version': '1'})\n" + lines +
           "\nfor line in sys.stdin: print(line.strip(), file=sys.stderr, flush=True)\n";
}

class ExecInputTest : public ::testing::Test {
protected:
    void run(const std::string& text, const std::vector<std::string>& settings = {})
    {
        program.emplace(text);
        runFile(program->path(), settings);
    }

    void runFile(const std::string& path,
                 const std::vector<std::string>& settings,
                 child::ChildTimes times = kQuick)
    {
        TestConfig config(child::kKeys);
        config.add("command", "/usr/bin/python3");
        config.add("command", path);
        for (const std::string& setting : settings) config.add("config", setting);
        input.emplace(host, config, times);
        input->start(sink);
    }

    bool isAnswered(const std::string& answer)
    {
        return host.waitUntil([&] { return host.hasLogged("the program says: " + answer); });
    }

    LiveHost host;
    FakeSink sink;
    std::optional<TestScript> program;
    std::optional<ExecInput> input;
};

} // namespace

TEST_F(ExecInputTest, SubmitsReadingsAndAcknowledgesThemAfterTheCommit)
{
    run(script("say({'id': 7, 'device_id': 'm1', 'power': 5.5})"));
    ASSERT_TRUE(sink.waitFor(1, kLimit));
    const Batch batch = sink.everything();
    EXPECT_EQ(host.name(batch[0].device), "m1");
    EXPECT_EQ(batch.text(batch[0].messageId), "7");
    EXPECT_FALSE(host.hasLogged("ack"));
    sink.commitAll();
    EXPECT_TRUE(isAnswered(R"({"ack":7})"));
}

TEST_F(ExecInputTest, CanBeProbedWhileItRuns)
{
    sink.setMood(FakeSink::Mood::Committing);
    run(script("say({'id': 7, 'device_id': 'm1', 'power': 5.5})"));
    ASSERT_TRUE(sink.waitFor(1, kLimit));
    const auto steps = input->probe();
    ASSERT_EQ(steps.size(), 3U);
    EXPECT_EQ(steps[0].what, "run /usr/bin/python3");
    EXPECT_EQ(steps[0].found.find("is running, process "), 0U);
    EXPECT_EQ(steps[1].found.find("test 1, ready since "), 0U);
    EXPECT_NE(steps[2].found.find("1 readings of {"), std::string::npos) << steps[2].found;
    input->stop();
    EXPECT_FALSE(input->probe()[0].isGood);
}

TEST_F(ExecInputTest, TakesEveryFormOfTheOneJson)
{
    sink.setMood(FakeSink::Mood::Committing);
    run(script("say([{'device_id': 'a', 'power': 1}, {'device_id': 'b', 'power': 2}])\n"
               "say({'id': 'x', 'device_id': 'c', 'boot_id': 'k', 'uptime_ms': 9, 'readings': "
               "[{'seq': 1, 'uptime_ms': 5, 'power': 3}]})"));
    ASSERT_TRUE(sink.waitFor(3, kLimit));
    EXPECT_TRUE(isAnswered(R"({"ack":"x"})"));
}

TEST_F(ExecInputTest, RejectsByIdAndFieldWhatIsWrong)
{
    run(script("say({'id': 8, 'device_id': 'm1', 'power': [1]})\n"
               "print('garbage', flush=True)"));
    EXPECT_TRUE(isAnswered(R"({"reject":8,"field":"power","why":")"));
    EXPECT_TRUE(isAnswered(R"({"reject":null,"field":"","why":")"));
    ASSERT_TRUE(host.waitUntil([&] { return sink.refusals().size() == 2; }));
    EXPECT_EQ(sink.refusals()[1].excerpt, "garbage");
    EXPECT_EQ(host.counted("readings_refused"), 2U);
}

TEST_F(ExecInputTest, SaysThatItIsBusyAndKeepsWhatItHas)
{
    sink.setMood(FakeSink::Mood::Busy);
    run(script("say({'id': 1, 'device_id': 'm1', 'power': 5.5})"));
    EXPECT_TRUE(isAnswered(R"({"busy":1000})"));
    sink.setMood(FakeSink::Mood::Committing);
    EXPECT_TRUE(isAnswered(R"({"ack":1})"));
    EXPECT_EQ(sink.everything().size(), 1U);
}

TEST_F(ExecInputTest, OffersAgainWhatCouldNotBeCommitted)
{
    run(script("say({'id': 1, 'device_id': 'm1', 'power': 5.5})"));
    ASSERT_TRUE(sink.waitFor(1, kLimit));
    sink.failAll("the disk is full");
    ASSERT_TRUE(sink.waitFor(2, kLimit));
    sink.commitAll();
    EXPECT_TRUE(isAnswered(R"({"ack":1})"));
}

TEST_F(ExecInputTest, LosesNothingOfAFloodAndHoldsItBackWhileTheStoreIsSlow)
{
    constexpr std::size_t kReadings = 100'000; // more than may be on the way
    run(script("for i in range(100000): print('{\"device_id\":\"m1\",\"power\":%d}' % i)\n"
               "sys.stdout.flush()"));
    ASSERT_TRUE(sink.waitFor(1, kLimit));
    EXPECT_LT(sink.everything().size(), kReadings);
    sink.setMood(FakeSink::Mood::Committing);
    sink.commitAll();
    ASSERT_TRUE(sink.waitFor(kReadings, kLimit));
    EXPECT_EQ(sink.everything().size(), kReadings);
}

TEST_F(ExecInputTest, EndsAChildThatPrintsNothingButGarbage)
{
    run("say({'ready': 1})\nwhile True: print('garbage')\n");
    EXPECT_TRUE(host.waitUntilDegraded("sent 1000 lines in a row that are no readings"));
    EXPECT_EQ(sink.notices().at(0).action, "device_nonsense");
}

TEST_F(ExecInputTest, GoesOnWithTheNextChildWhenOneCrashes)
{
    sink.setMood(FakeSink::Mood::Committing);
    run("say({'ready': 1})\nsay({'device_id': 'm1', 'power': 1})\nsys.exit(3)\n");
    EXPECT_TRUE(sink.waitFor(3, kLimit));
    EXPECT_TRUE(
        host.waitUntil([&] { return host.hasLogged("/usr/bin/python3: ended with exit code 3"); }));
}

TEST_F(ExecInputTest, RunsTheExampleOfItsFolder)
{
    sink.setMood(FakeSink::Mood::Committing);
    program.emplace("");
    const std::string zone = program->path() + ".zone";
    std::ofstream(zone) << "21500\n";
    child::ChildTimes times = kQuick;
    times.stopMax = kLimit;
    runFile(
        PLUGIN_DIR "/examples/sensor.py", {"device=gateway", "file=" + zone, "interval=0"}, times);
    ASSERT_TRUE(sink.waitFor(20, kLimit));
    input->stop();
    const Batch batch = sink.everything();
    EXPECT_EQ(host.name(batch[0].device), "gateway");
    EXPECT_EQ(host.name(batch.values(batch[0])[0].metric()), "temp_c");
    EXPECT_EQ(batch.values(batch[0])[0].asDouble(), 21.5);
    EXPECT_TRUE(batch[0].hasSentTime);
    EXPECT_FALSE(host.hasLogged("did not stop"));
}

} // namespace historian::exec
