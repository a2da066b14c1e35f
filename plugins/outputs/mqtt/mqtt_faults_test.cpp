#include "test_peer/gateway.h"
#include "test_peer/judge.h"
#include "test_peer/test_broker.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace historian::mqtt {

TEST(MqttFaults, TriesAgainWhileTheBrokerIsAwayAndDeliversWhenItIsBack)
{
    TestBroker broker;
    Gateway gateway(broker.port());
    const Segment segment = gateway.readings(3);
    broker.kill();
    Deliveries deliveries = gateway.output.deliver(segment);
    EXPECT_EQ(count(deliveries, Kind::Retry), 3U);
    EXPECT_NE(deliveries[0].why.find("mqtt://127.0.0.1"), std::string::npos);
    EXPECT_FALSE(gateway.host.whyDegraded().empty());
    broker.restart();
    EXPECT_EQ(count(gateway.output.deliver(segment), Kind::Done), 3U);
    EXPECT_EQ(gateway.host.whyDegraded(), "");
}

TEST(MqttFaults, WhatTheBrokerDidNotAcknowledgeBeforeItDiedIsTriedAgain)
{
    TestBroker broker;
    Gateway gateway(broker.port());
    EXPECT_EQ(count(gateway.output.deliver(gateway.readings(5)), Kind::Done), 5U);
    broker.freeze();
    const Segment segment = gateway.readings(300);
    Deliveries deliveries;
    std::jthread delivering([&] { deliveries = gateway.output.deliver(segment); });
    broker.kill();
    delivering.join();
    EXPECT_EQ(count(deliveries, Kind::Retry), 300U);
    EXPECT_EQ(gateway.host.counted("connections_lost"), 1U);
    broker.restart();
    const Judge judge(broker);
    EXPECT_EQ(count(gateway.output.deliver(segment), Kind::Done), 300U);
    EXPECT_EQ(payloadsOf(judge.take(301), "historian/site-001/roof").size(), 300U);
}

TEST(MqttFaults, StopEndsADeliveryUnderWay)
{
    TestBroker broker;
    Gateway gateway(broker.port());
    gateway.output.deliver(gateway.readings(1));
    broker.freeze();
    Deliveries deliveries;
    const Segment segment = gateway.readings(200);
    gateway.host.isWatched = true;
    std::jthread delivering([&] { deliveries = gateway.output.deliver(segment); });
    gateway.host.wroteReading.acquire();
    const auto begin = std::chrono::steady_clock::now();
    gateway.output.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, kExchangeMax / 2);
    delivering.join();
    EXPECT_EQ(count(deliveries, Kind::Retry), 200U);
}

TEST(MqttFaults, AWrongPasswordHoldsAndIsShownNowhere)
{
    const std::filesystem::path users = makeTestDirectory() / "users";
    ASSERT_EQ(
        system(("mosquitto_passwd -b -c " + users.string() + " gateway right-secret").c_str()), 0);
    const TestBroker broker({"allow_anonymous false", "password_file " + users.string()});
    Gateway wrong(broker.port(), {{"username", "gateway"}, {"password", "wrong-secret"}});
    const Deliveries deliveries = wrong.output.deliver(wrong.readings(1));
    ASSERT_EQ(count(deliveries, Kind::Hold), 1U);
    EXPECT_NE(deliveries[0].why.find("check username and password"), std::string::npos);
    std::string said = deliveries[0].why + wrong.host.whyDegraded();
    for (const std::string& line : wrong.host.logLines()) said += line;
    for (const ProbeStep& step : wrong.output.probe()) said += step.found;
    EXPECT_EQ(said.find("secret"), std::string::npos);
    Gateway right(broker.port(), {{"username", "gateway"}, {"password", "right-secret"}});
    EXPECT_EQ(count(right.output.deliver(right.readings(1)), Kind::Done), 1U);
    std::filesystem::remove_all(users.parent_path());
}

TEST(MqttFaults, ATopicThatIsNotAllowedHolds)
{
    const std::filesystem::path rules = makeTestDirectory() / "acl";
    std::ofstream(rules) << "topic readwrite historian/site-001/status\ntopic read #\n";
    const TestBroker broker({"acl_file " + rules.string()});
    Gateway gateway(broker.port());
    const Deliveries deliveries = gateway.output.deliver(gateway.readings(1));
    ASSERT_EQ(count(deliveries, Kind::Hold), 1U);
    EXPECT_NE(deliveries[0].why.find("historian/site-001/roof: Not authorized"), std::string::npos)
        << deliveries[0].why;
    std::filesystem::remove_all(rules.parent_path());
}

TEST(MqttFaults, AReadingThatIsTooLargeForTheBrokerIsRejectedAlone)
{
    const TestBroker broker({"max_packet_size 400"});
    Gateway gateway(broker.port(), {{"discovery_prefix", ""}});
    Segment segment = gateway.readings(1);
    const TextSpan text = segment.readings.keep(std::string(256, 'x'));
    for (const char* note : {"note_a", "note_b"})
        segment.readings.add(Value::text(gateway.metric(note), text));
    const Segment small = gateway.readings(1);
    segment.readings.append(small.readings, small.readings[0]);
    segment.readings[1].firstValue = segment.readings[0].firstValue;
    segment.readings[1].valueCount = 1;
    const Deliveries deliveries = gateway.output.deliver(segment);
    EXPECT_EQ(deliveries[0].kind, Kind::Rejected) << deliveries[0].why;
    EXPECT_EQ(deliveries[1].kind, Kind::Done) << deliveries[1].why;
}

} // namespace historian::mqtt
