#include "pipeline/duplicates.h"

#include <gtest/gtest.h>

namespace historian::pipeline {

namespace {

using namespace std::chrono_literals;

constexpr Symbol kDevice{1};
constexpr Symbol kPower{2};
const Time kNow{std::chrono::seconds(1'700'000'000)};

Batch reading(std::string_view sent, double power, std::string_view id = "")
{
    Batch batch;
    Reading& one = batch.begin(kDevice);
    one.sentTime = batch.keep(sent);
    one.messageId = batch.keep(id);
    batch.add(Value::number(kPower, power));
    return batch;
}

} // namespace

TEST(Duplicates, KnowsAReadingBySentTimeAndValues)
{
    const Duplicates duplicates;
    const Batch one = reading("t1", 5);
    const auto key = [&](const Batch& batch) { return duplicates.keyOf(batch, batch[0]); };
    EXPECT_EQ(key(one), key(reading("t1", 5)));
    EXPECT_NE(key(one), key(reading("t2", 5)));
    EXPECT_NE(key(one), key(reading("t1", 6)));
}

TEST(Duplicates, KnowsAReadingByItsMessageIdAlone)
{
    const Duplicates duplicates;
    const Batch one = reading("t1", 5, "id-1");
    const Batch again = reading("t9", 7, "id-1");
    EXPECT_EQ(duplicates.keyOf(one, one[0]), duplicates.keyOf(again, again[0]));
}

TEST(Duplicates, NeverTakesAReadingWithoutIdAndTimeForARepetition)
{
    const Duplicates duplicates;
    const Batch one = reading("", 5);
    EXPECT_FALSE(duplicates.keyOf(one, one[0]));
}

TEST(Duplicates, ForgetsAfterAMinuteAndBeyondItsNumber)
{
    Duplicates duplicates;
    EXPECT_FALSE(duplicates.isRepeated(kDevice, 7, kNow));
    EXPECT_TRUE(duplicates.isRepeated(kDevice, 7, kNow + kDuplicateWindow));
    EXPECT_FALSE(duplicates.isRepeated(kDevice, 7, kNow + kDuplicateWindow + 1s));
    EXPECT_FALSE(duplicates.isRepeated(Symbol{9}, 7, kNow)) << "another device";

    Duplicates many;
    for (std::uint64_t key = 0; key <= kDuplicatesPerDeviceMax; ++key)
        EXPECT_FALSE(many.isRepeated(kDevice, key, kNow));
    EXPECT_TRUE(many.isRepeated(kDevice, 2, kNow));
    EXPECT_FALSE(many.isRepeated(kDevice, 0, kNow)) << "4,097 readings ago";
}

TEST(Duplicates, ForgetsATurnThatDidNotBecomeDurable)
{
    Duplicates duplicates;
    EXPECT_FALSE(duplicates.isRepeated(kDevice, 1, kNow));
    duplicates.keepTurn();
    EXPECT_FALSE(duplicates.isRepeated(kDevice, 2, kNow));
    duplicates.forgetTurn();
    EXPECT_TRUE(duplicates.isRepeated(kDevice, 1, kNow));
    EXPECT_FALSE(duplicates.isRepeated(kDevice, 2, kNow));
}

} // namespace historian::pipeline
