#include "test_peer/gateway.h"
#include "test_peer/judge.h"
#include "test_peer/test_broker.h"

#include <gtest/gtest.h>

namespace historian::mqtt {

TEST(MqttOutput, PublishesEachReadingWithItsIdentityAndCallsItDone)
{
    const TestBroker broker;
    const Judge judge(broker);
    Gateway gateway(broker.port());
    const Deliveries deliveries = gateway.output.deliver(gateway.readings(2));
    EXPECT_EQ(count(deliveries, Kind::Done), 2U);
    const auto payloads = payloadsOf(judge.take(4), "historian/site-001/roof");
    ASSERT_EQ(payloads.size(), 2U);
    EXPECT_EQ(payloads[1],
              R"({"device_id":"roof","timestamp":"2025-01-20T10:30:00Z","power":550.5,)"
              R"("store_id":"store-a","seq":2})");
    EXPECT_GE(gateway.host.counted("sent_bytes"), 2 * payloads[1].size());
}

TEST(MqttOutput, DeliversMoreThanMayBeInFlightInOrder)
{
    const TestBroker broker;
    const Judge judge(broker);
    Gateway gateway(broker.port());
    constexpr std::size_t kCount = 10 * kInFlightMax + 1;
    EXPECT_EQ(count(gateway.output.deliver(gateway.readings(kCount)), Kind::Done), kCount);
    const auto payloads = payloadsOf(judge.take(kCount + 1), "historian/site-001/roof");
    ASSERT_EQ(payloads.size(), kCount);
    for (std::size_t i = 0; i < kCount; ++i)
        EXPECT_TRUE(payloads[i].ends_with("\"seq\":" + std::to_string(i + 1) + "}")) << payloads[i];
}

TEST(MqttOutput, IsSaidToBeOnlineAndOfflineAfterStop)
{
    const TestBroker broker;
    const Judge judge(broker);
    Gateway gateway(broker.port());
    gateway.output.deliver(gateway.readings(1));
    gateway.output.stop();
    EXPECT_EQ(payloadsOf(judge.take(5), "historian/site-001/status"),
              (std::vector<std::string>{"online", "offline"}));
}

TEST(MqttOutput, AGatewayThatVanishesIsSaidToBeOffline)
{
    const TestBroker broker;
    const Judge judge(broker);
    Gateway gateway(broker.port());
    gateway.output.deliver(gateway.readings(1));
    // The broker ends the old connection of the same id without a goodbye.
    Gateway twin(broker.port());
    twin.output.deliver(twin.readings(1));
    const auto said = payloadsOf(judge.take(9), "historian/site-001/status");
    EXPECT_EQ(said, (std::vector<std::string>{"online", "offline", "online"}));
    EXPECT_EQ(count(gateway.output.deliver(gateway.readings(1)), Kind::Done), 1U);
    EXPECT_EQ(gateway.host.counted("connections_lost"), 1U);
}

TEST(MqttOutput, TheProbeConnectsAndPublishesNothing)
{
    const TestBroker broker;
    Gateway gateway(broker.port());
    gateway.output.deliver(gateway.readings(1));
    const Judge judge(broker); // hears three retained messages first
    const auto steps = gateway.output.probe();
    ASSERT_EQ(steps.size(), 2U);
    EXPECT_TRUE(steps[0].isGood);
    EXPECT_EQ(steps[1].found, "none");
    EXPECT_EQ(count(gateway.output.deliver(gateway.readings(1)), Kind::Done), 1U);
    const auto heard = judge.take(5);
    ASSERT_EQ(heard.size(), 5U);
    EXPECT_EQ(heard[3].topic, "historian/site-001/roof");
    EXPECT_EQ(heard[4].topic, "historian/site-001/roof/latest");
    EXPECT_EQ(gateway.host.counted("connections_lost"), 0U);
}

} // namespace historian::mqtt
