#include "fake_request.h"
#include "last_post.h"

#include <gtest/gtest.h>

namespace historian::http {
namespace {

constexpr SteadyTime kNow{std::chrono::hours(1)};

} // namespace

TEST(LastPost, SaysWhereToPostThoughNothingCameYet)
{
    const auto steps = LastPost().steps(kNow);
    ASSERT_EQ(steps.size(), 2U);
    EXPECT_NE(steps[0].found.find("boards to /api/energy-data"), std::string::npos);
    EXPECT_FALSE(steps[1].isGood);
    EXPECT_EQ(steps[1].found, "none came since the start");
}

TEST(LastPost, SaysWhoPostedLastAndWhatWasAnswered)
{
    LastPost last;
    const FakeRequest request("{}");
    last.answered(request, 200, kNow - std::chrono::seconds(4));
    EXPECT_TRUE(last.steps(kNow)[1].isGood);
    EXPECT_EQ(last.steps(kNow)[1].found,
              "4 s ago from 192.168.1.37 to /api/v1/readings, answered with 200");
    last.answered(request, 422, kNow);
    EXPECT_FALSE(last.steps(kNow)[1].isGood);
}

} // namespace historian::http
