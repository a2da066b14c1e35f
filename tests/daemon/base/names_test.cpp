#include "base/device_profile.h"
#include "base/guarded.h"
#include "base/status.h"

#include <gtest/gtest.h>

#include <string>

namespace historian::base {

TEST(Names, OfOriginsAreThoseOfTheApi)
{
    EXPECT_EQ(nameOf(Origin::Measured), "measured");
    EXPECT_EQ(nameOf(Origin::Derived), "derived");
    EXPECT_EQ(nameOf(Origin::Constant), "constant");
    EXPECT_EQ(nameOf(Origin::Simulated), "simulated");
    EXPECT_EQ(nameOf(Origin::Manual), "manual");
    EXPECT_EQ(nameOf(Origin::Unknown), "unknown");
}

TEST(Names, OfSeriesKindsAreThoseOfTheApi)
{
    EXPECT_EQ(nameOf(SeriesKind::Gauge), "gauge");
    EXPECT_EQ(nameOf(SeriesKind::Counter), "counter");
    EXPECT_EQ(nameOf(SeriesKind::State), "state");
    EXPECT_EQ(nameOf(SeriesKind::Text), "text");
}

TEST(Names, OfConditionsAreThoseOfTheApi)
{
    EXPECT_EQ(nameOf(InstanceCondition::Starting), "starting");
    EXPECT_EQ(nameOf(InstanceCondition::Healthy), "healthy");
    EXPECT_EQ(nameOf(InstanceCondition::Degraded), "degraded");
    EXPECT_EQ(nameOf(InstanceCondition::Stuck), "stuck");
    EXPECT_EQ(nameOf(InstanceCondition::Disabled), "disabled");
}

TEST(Guarded, GivesItsValueAndReturnsWhatItsUserReturns)
{
    Guarded<std::string> guarded("one");
    guarded.with([](std::string& text) { text += " two"; });
    const auto& constant = guarded;
    EXPECT_EQ(constant.with([](const std::string& text) { return text.size(); }), 7U);
}

} // namespace historian::base
