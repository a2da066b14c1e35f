#include "host/instance_host.h"
#include "host_support.h"

#include <gtest/gtest.h>

namespace historian::host {
namespace {

using base::InstanceCondition;

TEST(InstanceHost, AsksTheGateAboutDevicesOnly)
{
    Ground ground;
    InstanceHost host(ground.parts("usb", [](std::string_view id) -> std::optional<Error> {
        if (id == "bad") return Error{"device 'bad' is rejected"};
        return std::nullopt;
    }));
    EXPECT_TRUE(host.symbol(NameKind::Device, "good"));
    EXPECT_EQ(host.symbol(NameKind::Device, "bad").error().message, "device 'bad' is rejected");
    EXPECT_TRUE(host.symbol(NameKind::Metric, "bad"));
    EXPECT_EQ(host.name(*host.symbol(NameKind::Device, "good")), "good");
}

TEST(InstanceHost, RefusesMalformedNamesBeforeTheGate)
{
    Ground ground;
    bool isAsked = false;
    InstanceHost host(ground.parts("usb", [&](std::string_view) -> std::optional<Error> {
        isAsked = true;
        return std::nullopt;
    }));
    EXPECT_FALSE(host.symbol(NameKind::Device, "<script>"));
    EXPECT_FALSE(isAsked);
}

TEST(InstanceHost, AnswersForTheSite)
{
    Ground ground;
    InstanceHost host(ground.parts("usb"));
    EXPECT_EQ(host.site(), "site-001");
    EXPECT_EQ(host.profile("meter").error().message, "there is no profile");
}

TEST(InstanceHost, CountsUnderOneNameAndHasALimit)
{
    Ground ground;
    InstanceHost host(ground.parts("usb"));
    host.counter("lines", "Lines read.").add(2);
    host.counter("lines", "Lines read.").add(3);
    ASSERT_EQ(host.status().counters.size(), 1U);
    EXPECT_EQ(host.status().counters[0].value, 5U);
    for (std::size_t i = 0; i < 2 * kCountersMax; ++i)
        host.counter("c" + std::to_string(i), "").add(1);
    EXPECT_EQ(host.status().counters.size(), kCountersMax);
    EXPECT_EQ(host.status().counters.back().name, "other_total");
}

TEST(InstanceHost, LogsChangesNotRepetitions)
{
    Ground ground;
    InstanceHost host(ground.parts("usb"));
    host.healthy();
    host.healthy();
    host.degraded("no device");
    host.degraded("no device");
    host.healthy();
    EXPECT_EQ(ground.lines(),
              (std::vector<std::string>{"input.fake[usb]: healthy",
                                        "input.fake[usb]: degraded: no device",
                                        "input.fake[usb]: healthy"}));
}

TEST(InstanceHost, ShowsSinceWhenAConditionHolds)
{
    Ground ground;
    InstanceHost host(ground.parts("usb"));
    const Time start = ground.clock.now();
    ground.clock.advance(std::chrono::seconds(5));
    host.healthy();
    ground.clock.advance(std::chrono::seconds(5));
    EXPECT_EQ(host.status().since, start + std::chrono::seconds(5));
    EXPECT_EQ(host.status().condition, InstanceCondition::Healthy);
    EXPECT_EQ(host.status().plugin, "fake");
}

TEST(InstanceHost, StaysDisabledWhateverThePluginSays)
{
    Ground ground;
    InstanceHost host(ground.parts("usb"));
    host.setCondition(InstanceCondition::Disabled, "wrong key");
    host.healthy();
    EXPECT_EQ(host.status().condition, InstanceCondition::Disabled);
    EXPECT_EQ(host.status().why, "wrong key");
}

TEST(InstanceHost, CutsALongReason)
{
    Ground ground;
    InstanceHost host(ground.parts("usb"));
    host.degraded(std::string(100'000, 'x'));
    EXPECT_EQ(host.status().why.size(), 500U);
}

} // namespace
} // namespace historian::host
