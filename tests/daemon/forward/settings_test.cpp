#include "forward/settings.h"

#include <gtest/gtest.h>

namespace historian::forward {
namespace {

TEST(ForwarderSettings, UnderstandsWhereToBegin)
{
    EXPECT_TRUE(std::holds_alternative<StartOldest>(*startOf("oldest")));
    EXPECT_TRUE(std::holds_alternative<StartNow>(*startOf("now")));
    EXPECT_EQ(std::get<Time>(*startOf("1970-01-02")), Time(std::chrono::hours(24)));
    EXPECT_EQ(std::get<Time>(*startOf("1970-01-01T01:00:00Z")), Time(std::chrono::hours(1)));
    EXPECT_NE(startOf("yesterday").error().message.find("2025-01-20"), std::string::npos);
}

TEST(ForwarderSettings, UnderstandsResolutions)
{
    EXPECT_EQ(windowOf("raw").count(), 0);
    EXPECT_EQ(windowOf("10s").count(), 10);
    EXPECT_EQ(windowOf("1min").count(), 60);
    EXPECT_EQ(windowOf("15min").count(), 900);
}

} // namespace
} // namespace historian::forward
