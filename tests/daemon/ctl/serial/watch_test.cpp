#include "ctl/commands.h"
#include "ctl/offline/offline_host.h"
#include "ctl/serial/watch.h"
#include "pty_pair.h"

#include <historian/testing/temp_directory.h>

#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/ioctl.h>

namespace historian::ctl {

namespace {

using serial::PtyPair;
using Strings = std::vector<std::string>;

/// Watches a port; what it tells steers what the device does next, until the script ends it.
class WatchTest : public ::testing::Test {
protected:
    WatchTest()
    {
        settings.device = folder_ / "port";
        settings.baudText = "115200";
    }

    /// Runs until `end` was woken; a minute at most.
    void run()
    {
        Watch watch(host,
                    settings,
                    end,
                    {[this](const SeenLine& line) {
                         seen.push_back(line);
                         onLine();
                     },
                     [this](const std::string& words) {
                         told.push_back(words);
                         onPort(words);
                     }});
        watch.run(host.clock().steady() + std::chrono::minutes(1));
        wasOpen = watch.wasOpen();
    }

    std::string failure()
    {
        try {
            run();
        } catch (const CommandFailed& problem) {
            return problem.what();
        }
        return "none";
    }

    OfflineHost host;
    serial::Settings settings;
    lines::Wake end;
    std::vector<SeenLine> seen;
    Strings told;
    bool wasOpen = false;
    std::function<void()> onLine = [this] { end.wake(); };
    std::function<void(const std::string&)> onPort = [](const std::string&) {};

private:
    const testing::TempDirectory folder_;
};

} // namespace

TEST_F(WatchTest, TellsLinesWithWhatTheyAre)
{
    PtyPair device(settings.device);
    onPort = [&](const std::string&) {
        device.print("noise\n{\"device_id\":\"m1\",\"power\":1}\n");
    };
    onLine = [&] {
        if (seen.size() == 2) end.wake();
    };
    run();
    EXPECT_EQ(told, Strings{"open at 115200 baud"});
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(seen[0].text, "noise");
    ASSERT_EQ(seen[0].content.faults.size(), 1U);
    EXPECT_EQ(seen[0].content.faults[0].code, "not_a_reading");
    EXPECT_EQ(seen[1].readings.size(), 1U);
}

TEST_F(WatchTest, GoesOnAfterAReplug)
{
    PtyPair device(settings.device);
    onPort = [&](const std::string& words) {
        if (words == "unplugged, waiting") device.plug();
        if (words == "open at 115200 baud") device.print("{\"device_id\":\"m1\",\"power\":1}\n");
    };
    onLine = [&] {
        if (seen.size() == 2)
            end.wake();
        else
            device.unplug();
    };
    run();
    EXPECT_EQ(seen.size(), 2U);
    EXPECT_EQ(told, (Strings{"open at 115200 baud", "unplugged, waiting", "open at 115200 baud"}));
}

TEST_F(WatchTest, WaitsForADeviceThatIsNotThereYet)
{
    std::optional<PtyPair> device;
    onPort = [&](const std::string& words) {
        if (words == "unplugged, waiting") device.emplace(settings.device);
        if (words == "open at 115200 baud") end.wake();
    };
    run();
    EXPECT_TRUE(wasOpen);
}

TEST_F(WatchTest, EndsAtItsTimeThoughNothingEverCame)
{
    Watch watch(host, settings, end, {[](const SeenLine&) {}, [](const std::string&) {}});
    watch.run(host.clock().steady() + std::chrono::milliseconds(10));
    EXPECT_FALSE(watch.wasOpen());
}

TEST_F(WatchTest, LeavesAPortToItsHolderAndSaysWhoThatIs)
{
    PtyPair device(settings.device);
    const lines::Descriptor other(::open(settings.device.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
    ASSERT_EQ(::flock(other.number(), LOCK_EX | LOCK_NB), 0);
    const std::string why = failure();
    EXPECT_NE(why.find(settings.device + ": another program has it: "), std::string::npos) << why;
    EXPECT_NE(why.find("process " + std::to_string(::getpid())), std::string::npos) << why;
}

TEST_F(WatchTest, RefusesAFileThatIsNoPort)
{
    std::filesystem::create_symlink("/dev/null", settings.device);
    EXPECT_EQ(failure(), settings.device + ": not a serial port, or not at this speed");
}

TEST_F(WatchTest, HoldsThePortForItselfAndWritesNothing)
{
    PtyPair device(settings.device);
    bool isHeld = false;
    onPort = [&](const std::string&) {
        const lines::Descriptor other(
            ::open(settings.device.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
        isHeld = !other.isOpen() || ::flock(other.number(), LOCK_EX | LOCK_NB) != 0;
        device.print("x\n");
    };
    run();
    EXPECT_TRUE(isHeld);
    EXPECT_FALSE(device.hasHeard());
}

TEST_F(WatchTest, GivesUpALineThatDoesNotGoOn)
{
    PtyPair device(settings.device);
    onPort = [&](const std::string&) { device.print("{\"device_id\":"); };
    run();
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen[0].text, "{\"device_id\":");
    EXPECT_EQ(seen[0].content.faults.at(0).code, "half_line");
}

TEST_F(WatchTest, RefusesALineAtItsLimit)
{
    settings.lineBytesMax = 64;
    PtyPair device(settings.device);
    onPort = [&](const std::string&) { device.print(std::string(65, 'x') + "\n"); };
    run();
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen[0].text, std::string(64, 'x'));
    EXPECT_EQ(seen[0].content.faults.at(0).message, "a line has at most 64 bytes");
}

} // namespace historian::ctl
