#include <historian/reading.h>

#include <gtest/gtest.h>

namespace historian {

TEST(Batch, KeepsTheValuesOfEachReadingApart)
{
    Batch batch;
    batch.begin(Symbol{1});
    batch.add(Value::number(Symbol{2}, 1.5));
    batch.add(Value::integer(Symbol{3}, -7));
    batch.begin(Symbol{4});
    batch.add(Value::text(Symbol{5}, batch.keep("on")));
    ASSERT_EQ(batch.size(), 2U);
    EXPECT_EQ(batch.values(batch[0]).size(), 2U);
    EXPECT_EQ(batch.values(batch[0])[1].asInt64(), -7);
    EXPECT_EQ(batch.text(batch.values(batch[1])[0].asText()), "on");
}

TEST(Batch, TakesBackTheReadingBegunLast)
{
    Batch batch;
    batch.begin(Symbol{1});
    batch.add(Value::boolean(Symbol{2}, true));
    batch.begin(Symbol{1});
    batch.add(Value::boolean(Symbol{2}, false));
    batch.dropLast();
    ASSERT_EQ(batch.size(), 1U);
    EXPECT_TRUE(batch.values(batch[0])[0].asBool());
}

TEST(Batch, AppendsAReadingWithItsTexts)
{
    Batch from;
    Reading& reading = from.begin(Symbol{1});
    reading.sentTime = from.keep("yesterday");
    from.add(Value::text(Symbol{2}, from.keep("fault"), Quality::BadDevice));
    Batch into;
    into.keep("something before");
    into.append(from, from[0]);
    EXPECT_EQ(into.text(into[0].sentTime), "yesterday");
    EXPECT_EQ(into.text(into.values(into[0])[0].asText()), "fault");
    EXPECT_EQ(into.values(into[0])[0].quality(), Quality::BadDevice);
}

TEST(Quality, HasAClassAndAWordThatReadsBack)
{
    EXPECT_EQ(classOf(Quality::Good), QualityClass::Good);
    EXPECT_EQ(classOf(Quality::UncertainEstimated), QualityClass::Uncertain);
    EXPECT_EQ(classOf(Quality::BadNoValue), QualityClass::Bad);
    for (int number = 0; number < 256; ++number) {
        const auto quality = static_cast<Quality>(number);
        const auto again = qualityNamed(nameOf(quality));
        ASSERT_TRUE(again);
        const bool isUnknown = *again == Quality::BadParse;
        EXPECT_TRUE(isUnknown || *again == quality) << number;
    }
    EXPECT_FALSE(qualityNamed("splendid"));
}

TEST(Value, GivesANumberOnlyWhereItHasOne)
{
    EXPECT_EQ(Value::number({}, 2.5).asNumber(), 2.5);
    EXPECT_EQ(Value::integer({}, 3).asNumber(), 3.0);
    EXPECT_EQ(Value::boolean({}, true).asNumber(), 1.0);
    EXPECT_FALSE(Value::none({}, Quality::BadNoValue).asNumber());
    EXPECT_FALSE(Value::text({}, {}).asNumber());
}

} // namespace historian
