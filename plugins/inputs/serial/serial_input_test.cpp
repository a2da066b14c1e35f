#include "lines/live_host.h"
#include "pty_pair.h"
#include "serial_input.h"

#include <historian/testing/fake_sink.h>
#include <historian/testing/temp_directory.h>
#include <historian/testing/test_config.h>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <time.h>

#include <filesystem>
#include <fstream>
#include <random>

namespace historian::serial {

using lines::LiveHost;
using std::chrono::seconds;
using testing::FakeSink;
using testing::TestConfig;

namespace {

constexpr seconds kLimit{30};

std::string readingLine(std::size_t number)
{
    return R"(Sending to backend: {"device_id":"m1","id":")" + std::to_string(number) +
           R"(","current":2.500,"voltage":220.00,"power":550.0,"total_energy_kwh":)" +
           std::to_string(number) + "}\r\n";
}

class SerialInputTest : public ::testing::Test {
protected:
    SerialInput& open(TestConfig::Texts texts = {})
    {
        texts.emplace("device", pty.path());
        input.emplace(host, TestConfig(kKeys, texts));
        input->start(sink);
        return *input;
    }

    bool waitUntilOpened(std::uint64_t times)
    {
        return host.waitUntil([&] { return host.counted("ports_opened") >= times; });
    }

    const testing::TempDirectory folder;
    LiveHost host;
    FakeSink sink;
    PtyPair pty{folder / "usb-board"};
    std::optional<SerialInput> input;
};

// Commits at once and rejects every reading.
class RejectingSink : public FakeSink {
public:
    Submission submit(Batch&& batch, Done done) override
    {
        std::vector<ReadingOutcome> outcomes(batch.size());
        for (ReadingOutcome& one : outcomes) one.kind = ReadingOutcome::Kind::Rejected;
        Outcome outcome;
        outcome.isCommitted = true;
        outcome.readings = outcomes;
        done(outcome);
        return FakeSink::submit(std::move(batch), {});
    }
};

double cpuSeconds()
{
    timespec used{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

// A sanitizer keeps what was freed for a while.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kIsSanitized = true;
#else
constexpr bool kIsSanitized = false;
#endif

long residentBytes()
{
    std::ifstream statm("/proc/self/statm");
    long total = 0;
    long resident = 0;
    statm >> total >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

std::size_t openDescriptors()
{
    const std::filesystem::directory_iterator descriptors("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(descriptors), end(descriptors)));
}

} // namespace

TEST_F(SerialInputTest, CanBeProbedWithoutTakingALineFromTheReader)
{
    open();
    ASSERT_TRUE(waitUntilOpened(1));
    pty.print(readingLine(1));
    ASSERT_TRUE(sink.waitFor(1, kLimit));
    const auto steps = input->probe();
    ASSERT_EQ(steps.size(), 3U);
    EXPECT_EQ(steps[0].found, "is there");
    EXPECT_EQ(steps[1].what, "open at 115200 baud");
    EXPECT_EQ(steps[1].found, "this daemon has it open");
    EXPECT_NE(steps[2].found.find("1 readings of Sending to backend"), std::string::npos);
    pty.print(readingLine(2));
    ASSERT_TRUE(sink.waitFor(2, kLimit));
    input->stop();
    EXPECT_EQ(input->probe()[1].found, "is not started");
}

TEST_F(SerialInputTest, SubmitsWhatTheDevicePrints)
{
    open();
    ASSERT_TRUE(waitUntilOpened(1));
    pty.print("half a li");
    pty.print("ne\r\n" + readingLine(1) + readingLine(2));
    ASSERT_TRUE(sink.waitFor(2, kLimit));
    const Batch batch = sink.everything();
    EXPECT_EQ(host.name(batch[1].device), "m1");
    EXPECT_EQ(batch[1].valueCount, 4U);
    EXPECT_TRUE(host.whyDegraded().empty());
    EXPECT_TRUE(host.waitUntil([&] { return sink.refusals().size() == 1; }));
}

TEST_F(SerialInputTest, AcknowledgesALineOnlyAfterItsCommit)
{
    open({{"ack", "OK {id}"}});
    ASSERT_TRUE(waitUntilOpened(1));
    pty.print(readingLine(1) + readingLine(2));
    ASSERT_TRUE(sink.waitFor(2, kLimit));
    EXPECT_FALSE(pty.hasHeard());
    sink.commitAll();
    EXPECT_EQ(pty.heard(10), "OK 1\nOK 2\n");
}

TEST_F(SerialInputTest, KeepsItsAcknowledgementBackWhileTheCommitFails)
{
    open({{"ack", "OK {id}"}});
    ASSERT_TRUE(waitUntilOpened(1));
    pty.print(readingLine(1));
    ASSERT_TRUE(sink.waitFor(1, kLimit));
    sink.failAll("the disk is full");
    ASSERT_TRUE(sink.waitFor(2, kLimit));
    EXPECT_FALSE(pty.hasHeard());
    sink.commitAll();
    EXPECT_EQ(pty.heard(5), "OK 1\n");
}

TEST_F(SerialInputTest, DoesNotAcknowledgeWhatTheHostRejects)
{
    RejectingSink rejecting;
    input.emplace(host, TestConfig(kKeys, {{"device", pty.path()}, {"ack", "OK"}}));
    input->start(rejecting);
    ASSERT_TRUE(waitUntilOpened(1));
    pty.print(readingLine(1));
    ASSERT_TRUE(rejecting.waitFor(1, kLimit));
    input->stop();
    EXPECT_FALSE(pty.hasHeard());
    EXPECT_EQ(host.counted("acks_written"), 0U);
    input.reset();
}

TEST_F(SerialInputTest, ComesBackUnderTheSameNameWheneverTheDeviceIsReplugged)
{
    sink.setMood(FakeSink::Mood::Committing);
    open();
    const std::size_t descriptors = (waitUntilOpened(1), openDescriptors());
    const auto began = std::chrono::steady_clock::now();
    const double cpu = cpuSeconds();
    for (std::size_t times = 1; times <= 5; ++times) {
        ASSERT_TRUE(waitUntilOpened(times));
        pty.print(readingLine(times));
        ASSERT_TRUE(sink.waitFor(times, kLimit));
        pty.unplug();
        ASSERT_TRUE(host.waitUntilDegraded("serial " + pty.path() + ": unplugged, waiting"));
        pty.plug();
    }
    ASSERT_TRUE(waitUntilOpened(6));
    EXPECT_TRUE(host.waitUntil([&] { return host.whyDegraded().empty(); }));
    EXPECT_EQ(host.counted("hang_ups"), 5U);
    EXPECT_EQ(openDescriptors(), descriptors);
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - began;
    EXPECT_LT(cpuSeconds() - cpu, wall.count() / 2) << "it waits without spinning";
}

TEST_F(SerialInputTest, WaitsForAPortThatIsNotThereOrNotItsOwn)
{
    pty.unplug();
    open();
    ASSERT_TRUE(host.waitUntilDegraded("unplugged, waiting"));
    pty.plug();
    ASSERT_TRUE(waitUntilOpened(1));
    input.reset();
    const lines::Descriptor other(::open(pty.path().c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
    ASSERT_EQ(::flock(other.number(), LOCK_EX | LOCK_NB), 0);
    open();
    ASSERT_TRUE(host.waitUntilDegraded("another program has it open, waiting"));
    ASSERT_EQ(::flock(other.number(), LOCK_UN), 0);
    ASSERT_TRUE(waitUntilOpened(2));
}

TEST_F(SerialInputTest, LosesNothingOfALineFullOfReadings)
{
    constexpr std::size_t kReadings = 5000;
    sink.setMood(FakeSink::Mood::Committing);
    open({{"ack", "{id}"}});
    ASSERT_TRUE(waitUntilOpened(1));
    std::string acks;
    for (std::size_t i = 0; i < kReadings; ++i) {
        pty.print(readingLine(i));
        acks += pty.heard(std::to_string(i).size() + 1);
    }
    ASSERT_TRUE(sink.waitFor(kReadings, kLimit));
    std::string expected;
    for (std::size_t i = 0; i < kReadings; ++i) expected += std::to_string(i) + "\n";
    EXPECT_EQ(acks, expected);
    EXPECT_TRUE(sink.refusals().empty());
}

TEST_F(SerialInputTest, LosesNothingWhileTheHostIsBusy)
{
    constexpr std::size_t kReadings = 2000; // more than one port's buffer and the parcels hold
    sink.setMood(FakeSink::Mood::Busy);
    open();
    ASSERT_TRUE(waitUntilOpened(1));
    std::jthread device([this] {
        for (std::size_t i = 0; i < kReadings; ++i) pty.print(readingLine(i));
    });
    ASSERT_TRUE(host.waitUntil([&] { return host.counted("lines_read") >= lines::kParcelsMax; }));
    sink.setMood(FakeSink::Mood::Committing);
    ASSERT_TRUE(sink.waitFor(kReadings, kLimit));
    device.join();
    EXPECT_EQ(sink.everything().size(), kReadings);
}

TEST_F(SerialInputTest, MakesNoReadingOfNoiseAndIsInStepAgainWithTheNextLine)
{
    open();
    ASSERT_TRUE(waitUntilOpened(1));
    std::mt19937 random(7);
    std::string noise(64 * 1024, '\0');
    for (char& byte : noise) byte = static_cast<char>(random());
    pty.print(noise);
    pty.print(std::string(1024 * 1024, 'x'));
    pty.print("\n" + readingLine(1));
    ASSERT_TRUE(sink.waitFor(1, kLimit));
    EXPECT_EQ(sink.everything().size(), 1U);
    EXPECT_EQ(host.counted("lines_overlong"), 1U);
    EXPECT_GT(host.counted("lines_noise"), 0U);
}

TEST_F(SerialInputTest, TakesNoMemoryForALineThatNeverEnds)
{
    open();
    ASSERT_TRUE(waitUntilOpened(1));
    const std::string piece(64 * 1024, 'x');
    const auto printAndWait = [&](int times) {
        const std::uint64_t read = host.counted("bytes_read");
        for (int i = 0; i < times; ++i) pty.print(piece);
        return host.waitUntil(
            [&] { return host.counted("bytes_read") == read + times * piece.size(); });
    };
    ASSERT_TRUE(printAndWait(1));
    const long before = residentBytes();
    ASSERT_TRUE(printAndWait(32));
    EXPECT_LT(residentBytes() - before, kIsSanitized ? 32 * 1024 * 1024 : 1024 * 1024);
    EXPECT_TRUE(sink.everything().isEmpty());
}

TEST_F(SerialInputTest, SaysHowManyReadingsAStopLost)
{
    sink.setMood(FakeSink::Mood::Busy);
    open();
    ASSERT_TRUE(waitUntilOpened(1));
    pty.print(readingLine(1));
    ASSERT_TRUE(host.waitUntil([&] { return host.counted("lines_read") == 1; }));
    input.reset();
    EXPECT_EQ(host.counted("readings_lost"), 1U);
    EXPECT_TRUE(host.hasLogged("1 readings could not be stored before the stop"));
}

TEST_F(SerialInputTest, StopsAtOnceWhateverItWaitsFor)
{
    open();
    ASSERT_TRUE(waitUntilOpened(1));
    pty.print("half a line");
    input->stop();
    input->stop();
    pty.unplug();
    input->start(sink);
    ASSERT_TRUE(host.waitUntilDegraded("unplugged"));
    input->stop();
}

} // namespace historian::serial
