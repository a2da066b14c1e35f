#include "ctl/modbus/neighbours.h"

#include <gtest/gtest.h>

namespace historian::ctl {

namespace {

using Kind = modbus::Answer::Kind;

/// Registers that hold their own address; those outside [first, last] are refused.
struct Meter {
    std::uint32_t first = 0;
    std::uint32_t last = 0xFFFF;
    std::vector<modbus::Read> asked;

    modbus::Answer operator()(const modbus::Read& read)
    {
        asked.push_back(read);
        if (read.address < first || read.address + read.count - 1U > last)
            return {Kind::Exception, 2, {}};
        modbus::Answer answer{Kind::Values, 0, {}};
        for (unsigned i = 0; i < read.count; ++i)
            answer.words.push_back(static_cast<std::uint16_t>(read.address + i));
        return answer;
    }
};

std::string whyNot(const modbus::Answer& answer)
{
    if (answer.kind == Kind::Values) return "";
    return answer.kind == Kind::Exception ? "refused" : "silent";
}

std::vector<Window> readWith(const AskNow& ask, std::uint16_t address, std::uint16_t count = 2)
{
    return readNeighbours(ask, {1, modbus::Table::Holding, address, count}, whyNot);
}

} // namespace

TEST(Neighbours, ComeFromOneRequest)
{
    Meter meter;
    const auto windows = readWith(std::ref(meter), 100);
    ASSERT_EQ(windows.size(), 3U);
    EXPECT_EQ(windows[0].words, (modbus::Words{100, 101}));
    EXPECT_EQ(windows[1].words, (modbus::Words{99, 100}));
    EXPECT_EQ(windows[2].words, (modbus::Words{101, 102}));
    ASSERT_EQ(meter.asked.size(), 1U);
    EXPECT_EQ(meter.asked[0].address, 99);
    EXPECT_EQ(meter.asked[0].count, 4);
}

TEST(Neighbours, FitIntoOneRequestAtTheGreatestCount)
{
    Meter meter;
    EXPECT_EQ(readWith(std::ref(meter), 100, kCountMax).size(), 3U);
    EXPECT_EQ(meter.asked.at(0).count, modbus::kRegistersMax);
}

TEST(Neighbours, AreReadOneByOneWhereTheDeviceRefusesThemTogether)
{
    Meter meter{100, 101, {}};
    const auto windows = readWith(std::ref(meter), 100);
    ASSERT_EQ(windows.size(), 3U);
    EXPECT_EQ(windows[0].words, (modbus::Words{100, 101}));
    EXPECT_EQ(windows[1].refusal, "refused");
    EXPECT_EQ(windows[2].refusal, "refused");
    EXPECT_EQ(meter.asked.size(), 4U);
}

TEST(Neighbours, AreLeftOutBeyondTheAddresses)
{
    Meter meter;
    const auto lowest = readWith(std::ref(meter), 0);
    ASSERT_EQ(lowest.size(), 2U);
    EXPECT_EQ(lowest[1].words, (modbus::Words{1, 2}));
    const auto highest = readWith(std::ref(meter), 65534);
    ASSERT_EQ(highest.size(), 2U);
    EXPECT_EQ(highest[1].words, (modbus::Words{65533, 65534}));
}

TEST(Neighbours, AreNotAskedOfADeviceThatIsSilent)
{
    int asked = 0;
    const auto windows = readWith(
        [&asked](const modbus::Read&) {
            ++asked;
            return modbus::Answer{Kind::Silent, 0, {}};
        },
        100);
    ASSERT_EQ(windows.size(), 1U);
    EXPECT_EQ(windows[0].refusal, "silent");
    EXPECT_EQ(asked, 1);
}

TEST(Neighbours, EndWithTheOneAfterWhichTheDeviceFellSilent)
{
    Meter meter{100, 101, {}};
    const auto windows = readWith(
        [&meter](const modbus::Read& read) {
            return read.address == 99 && read.count == 2 ? modbus::Answer{Kind::Lost, 0, {}}
                                                         : meter(read);
        },
        100);
    ASSERT_EQ(windows.size(), 2U);
    EXPECT_EQ(windows[1].refusal, "silent");
}

} // namespace historian::ctl
