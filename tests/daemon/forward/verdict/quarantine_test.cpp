#include "forward/verdict/quarantine.h"
#include "forward/verdict/record_text.h"

#include <gtest/gtest.h>

namespace historian::forward {
namespace {

base::QuarantinedReading readingOf(std::uint64_t seq, const std::string& why = "22003")
{
    return {"s1",
            seq,
            "meter-1",
            Time(std::chrono::seconds(5)),
            why,
            Time(std::chrono::seconds(9)),
            {}};
}

Record recordOf(const RecordChange& change)
{
    return {change.kind, change.key, change.body.value_or("")};
}

TEST(Quarantine, ComesBackFromItsRecords)
{
    Quarantine first("cloud");
    const Record record = recordOf(first.add(readingOf(7, "out\x1fof range")));
    Quarantine second("cloud");
    second.load(record);
    const auto list = second.list({}, 10);
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].seq, 7U);
    EXPECT_EQ(list[0].device, "meter-1");
    EXPECT_EQ(list[0].time, Time(std::chrono::seconds(5)));
    EXPECT_EQ(list[0].why, "outof range");
    Quarantine other("other");
    other.load(record);
    EXPECT_EQ(other.size(), 0U);
}

TEST(Quarantine, ListsInPages)
{
    Quarantine quarantine("cloud");
    for (std::uint64_t seq = 1; seq <= 12; ++seq) quarantine.add(readingOf(seq));
    EXPECT_EQ(quarantine.list({}, 10).back().seq, 10U);
    EXPECT_EQ(quarantine.list({"s1", 10}, 10).front().seq, 11U);
}

TEST(Quarantine, KeepsOneThatIsSentAgainOutOfSight)
{
    Quarantine quarantine("cloud");
    quarantine.add(readingOf(7));
    quarantine.add(readingOf(8));
    const Record record = recordOf(quarantine.sendAgain({"s1", 7}));
    EXPECT_EQ(quarantine.size(), 1U);
    EXPECT_EQ(quarantine.find({}).size(), 1U);
    EXPECT_EQ(quarantine.sentAgain({"s1", 1}, {"s1", 9}).size(), 1U);
    Quarantine next("cloud");
    next.load(record);
    EXPECT_EQ(next.size(), 0U);
    EXPECT_EQ(next.sentAgain({"s1", 1}, {"s1", 9}).size(), 1U);
    quarantine.add(readingOf(7));
    EXPECT_EQ(quarantine.size(), 2U);
}

TEST(Quarantine, CutsLongWords)
{
    Quarantine quarantine("cloud");
    const Record record = recordOf(quarantine.add(readingOf(1, std::string(2'000, 'x'))));
    Quarantine next("cloud");
    next.load(record);
    EXPECT_EQ(next.list({}, 1)[0].why.size(), kWhyBytesMax);
}

} // namespace
} // namespace historian::forward
