#include "base/clock_evidence.h"

#include <historian/testing/temp_directory.h>

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <string_view>

namespace historian::base {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// A machine as its files show it.
class Machine {
public:
    void write(const std::filesystem::path& file, std::string_view text)
    {
        std::filesystem::create_directories((root_ / file).parent_path());
        std::ofstream(root_ / file) << text;
    }

    ClockEvidence evidence() const { return findClockEvidence(root_.path()); }

private:
    testing::TempDirectory root_;
};

const Time kNow = buildTime() + std::chrono::days(100);

} // namespace

TEST(ClockEvidence, ABareBoardHasNone)
{
    Machine board;
    board.write("proc/cpuinfo", "processor\t: 0\nFeatures\t: fp asimd evtstrm crc32\n");
    EXPECT_FALSE(board.evidence().isGuest);
    EXPECT_FALSE(board.evidence().hardwareTime);
    EXPECT_FALSE(isTrustworthy(board.evidence(), kNow));
}

TEST(ClockEvidence, AContainerIsAGuest)
{
    for (const char* mark : {"run/systemd/container", "run/.containerenv", ".dockerenv"}) {
        Machine container;
        container.write(mark, "");
        EXPECT_TRUE(container.evidence().isGuest) << mark;
        EXPECT_TRUE(isTrustworthy(container.evidence(), kNow)) << mark;
    }
}

TEST(ClockEvidence, AVirtualMachineIsAGuest)
{
    Machine flagged;
    flagged.write("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu tsc hypervisor lahf_lm\n");
    EXPECT_TRUE(flagged.evidence().isGuest);
    Machine named;
    named.write("sys/class/dmi/id/sys_vendor", "QEMU\n");
    EXPECT_TRUE(named.evidence().isGuest);
    Machine arm;
    arm.write("proc/device-tree/hypervisor/compatible", "xen,xen");
    EXPECT_TRUE(arm.evidence().isGuest);
}

TEST(ClockEvidence, ARealMachineIsNoGuest)
{
    Machine server;
    server.write("proc/cpuinfo", "flags\t\t: fpu tsc not_hypervisor_at_all\n");
    server.write("sys/class/dmi/id/sys_vendor", "Dell Inc.\n");
    EXPECT_FALSE(server.evidence().isGuest);
}

TEST(ClockEvidence, ReadsTheHardwareClock)
{
    Machine machine;
    machine.write("sys/class/rtc/rtc0/since_epoch", "1737369000\n");
    EXPECT_EQ(machine.evidence().hardwareTime, Time(seconds(1'737'369'000)));
    machine.write("sys/class/rtc/rtc0/since_epoch", "garbage\n");
    EXPECT_FALSE(machine.evidence().hardwareTime);
}

TEST(ClockEvidence, AHardwareClockCountsAsFarAsTwoMinutesAway)
{
    for (const auto sign : {-1, 1}) {
        const auto off = kHardwareClockTolerance * sign;
        EXPECT_TRUE(isTrustworthy({false, kNow + off}, kNow));
        EXPECT_FALSE(isTrustworthy({false, kNow + off + seconds(sign)}, kNow));
    }
}

TEST(ClockEvidence, AHardwareClockFromBeforeTheBuildDoesNotCount)
{
    const Time empty = buildTime() - seconds(1);
    EXPECT_FALSE(isTrustworthy({false, empty}, empty));
    EXPECT_TRUE(isTrustworthy({false, buildTime()}, buildTime()));
}

} // namespace historian::base
