#include "ctl/offline/offline_host.h"

#include <gtest/gtest.h>

namespace historian::ctl {

TEST(OfflineHost, AcceptsEveryWellFormedNameAndKnowsItAgain)
{
    OfflineHost host;
    const auto device = host.symbol(NameKind::Device, "m1");
    ASSERT_TRUE(device);
    EXPECT_EQ(*device, *host.symbol(NameKind::Device, "m1"));
    EXPECT_EQ(host.name(*device), "m1");
    EXPECT_FALSE(host.symbol(NameKind::Metric, "Not A Metric"));
}

TEST(OfflineHost, CountsByName)
{
    OfflineHost host;
    host.counter("late", "").add(2);
    host.counter("late", "").add(1);
    EXPECT_EQ(host.counted("late"), 3U);
    EXPECT_EQ(host.counted("never"), 0U);
}

TEST(OfflineHost, KnowsNoProfileAndSaysSo)
{
    OfflineHost host;
    const auto profile = host.profile("sma");
    ASSERT_FALSE(profile);
    EXPECT_EQ(profile.error().message, "profile 'sma' is known to a daemon only");
}

TEST(OfflineHost, HasAClockThatIsTrustedAndNoMemory)
{
    OfflineHost host;
    EXPECT_TRUE(host.clock().isTrusted());
    host.state().put("key", "value");
    EXPECT_EQ(host.state().get("key"), std::nullopt);
}

} // namespace historian::ctl
