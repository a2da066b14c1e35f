#include "test_peer/gateway.h"
#include "test_peer/judge.h"
#include "test_peer/test_broker.h"

#include <gtest/gtest.h>

namespace historian::mqtt {

TEST(Standing, KeepsTheNewestReadingAndTellsHomeAssistantOfItsGauges)
{
    const TestBroker broker;
    Gateway gateway(broker.port());
    gateway.output.deliver(gateway.readings(2));
    const auto retained = Judge(broker).retained(3);
    ASSERT_EQ(payloadsOf(retained, "historian/site-001/roof/latest").size(), 1U);
    const auto config =
        payloadsOf(retained, "homeassistant/sensor/historian_site-001_roof/power/config");
    ASSERT_EQ(config.size(), 1U);
    EXPECT_NE(config[0].find(R"("unit_of_measurement":"W")"), std::string::npos);
}

TEST(Standing, ABacklogDoesNotHideWhatIs)
{
    const TestBroker broker;
    Gateway gateway(broker.port());
    gateway.output.deliver(gateway.readings(1));
    Segment old = gateway.readings(1);
    old.readings[0].time -= std::chrono::minutes(5);
    gateway.output.deliver(old);
    Gateway late(broker.port());
    Segment stale = late.readings(1, "wall");
    stale.readings[0].time -= kLatestAgeMax + std::chrono::seconds(1);
    late.output.deliver(stale);
    const auto retained = Judge(broker).retained(3);
    const auto latest = payloadsOf(retained, "historian/site-001/roof/latest");
    ASSERT_EQ(latest.size(), 1U);
    EXPECT_NE(latest[0].find("\"seq\":1}"), std::string::npos);
    EXPECT_TRUE(payloadsOf(retained, "historian/site-001/wall/latest").empty());
}

TEST(Standing, KeepsCorrectedTotalsAndTellsHomeAssistantOfThem)
{
    const TestBroker broker;
    Gateway gateway(broker.port());
    gateway.output.deliver(gateway.readings(1));
    const CorrectedCounter counter{
        gateway.device("roof"), gateway.metric("energy_kwh"), gateway.host.clock().now(), 1234.5};
    gateway.output.correct({&counter, 1});
    const auto retained = Judge(broker).retained(5);
    EXPECT_EQ(payloadsOf(retained, "historian/site-001/roof/energy_kwh/total"),
              std::vector<std::string>{
                  R"({"timestamp":"2025-01-20T10:30:00Z","total":1234.5,"unit":"kWh"})"});
    const auto config =
        payloadsOf(retained, "homeassistant/sensor/historian_site-001_roof/energy_kwh/config");
    ASSERT_EQ(config.size(), 1U);
    EXPECT_NE(config[0].find(R"("device_class":"energy","state_class":"total_increasing")"),
              std::string::npos);
}

TEST(Standing, SaysAgainWhatABrokerForgot)
{
    TestBroker broker;
    Gateway gateway(broker.port());
    gateway.output.deliver(gateway.readings(1));
    broker.restart();
    const Segment segment = gateway.readings(1);
    while (count(gateway.output.deliver(segment), Kind::Done) == 0) {
    }
    const auto retained = Judge(broker).retained(3);
    EXPECT_EQ(
        payloadsOf(retained, "homeassistant/sensor/historian_site-001_roof/power/config").size(),
        1U);
    EXPECT_EQ(payloadsOf(retained, "historian/site-001/status"),
              std::vector<std::string>{"online"});
}

TEST(Standing, ShowsWhatIsAfterTheClockWasSetBack)
{
    testing::FakeHost host;
    const Topics topics("historian", "site-001");
    Standing standing(host, Settings{}, topics);
    const auto isShown = [&](Time time) {
        Segment segment{"store-a", {}};
        segment.readings.begin(*host.symbol(NameKind::Device, "roof")).time = time;
        const Message sent{"historian/site-001/roof", "{}", false};
        return !standing.latest(segment, {&sent, 1}, {Delivery::done()}).empty();
    };
    const Time now = host.clock().now();
    EXPECT_FALSE(isShown(now + std::chrono::hours(24))) << "a board whose clock is ahead";
    EXPECT_TRUE(isShown(now));
    host.manualClock.set(now - std::chrono::hours(1));
    EXPECT_TRUE(isShown(now - std::chrono::hours(1)));
    EXPECT_FALSE(isShown(now - std::chrono::hours(1) - std::chrono::seconds(1)));
}

} // namespace historian::mqtt
