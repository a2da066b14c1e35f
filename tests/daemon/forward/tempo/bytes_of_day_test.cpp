#include "forward/tempo/bytes_of_day.h"
#include "forward_support.h"

namespace historian::forward {
namespace {

class BytesOfDayTest : public ForwardTest {
protected:
    BytesOfDay open() { return {"cloud", **store.snapshot()}; }

    void count(BytesOfDay& bytes, std::uint64_t bytesSent)
    {
        if (auto change = bytes.count(clock.now(), bytesSent)) desk.change({*change});
    }
};

TEST_F(BytesOfDayTest, CountsAUtcDay)
{
    BytesOfDay bytes = open();
    count(bytes, 90);
    count(bytes, 120);
    EXPECT_EQ(bytes.today(), 120U);
    clock.advance(24h);
    count(bytes, 120);
    EXPECT_EQ(bytes.today(), 0U);
    count(bytes, 130);
    EXPECT_EQ(bytes.today(), 10U);
}

TEST_F(BytesOfDayTest, GoesOnCountingAfterARestart)
{
    BytesOfDay before = open();
    count(before, 120);
    BytesOfDay after = open();
    EXPECT_EQ(after.today(), 120U);
    count(after, 5);
    EXPECT_EQ(after.today(), 125U);
    clock.advance(24h);
    BytesOfDay tomorrow = open();
    count(tomorrow, 1);
    EXPECT_EQ(tomorrow.today(), 1U);
}

TEST_F(BytesOfDayTest, ChangesItsRecordOnlyWhenSomethingWasSent)
{
    BytesOfDay bytes = open();
    EXPECT_FALSE(bytes.count(clock.now(), 0));
    EXPECT_TRUE(bytes.count(clock.now(), 7));
    EXPECT_FALSE(bytes.count(clock.now(), 7));
    EXPECT_FALSE(bytes.count(clock.now() + 24h, 7));
}

TEST_F(BytesOfDayTest, KeepsOutputsApart)
{
    BytesOfDay bytes = open();
    count(bytes, 120);
    EXPECT_EQ(BytesOfDay("other", **store.snapshot()).today(), 0U);
}

} // namespace
} // namespace historian::forward
