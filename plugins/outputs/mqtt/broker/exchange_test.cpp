#include "broker/exchange.h"
#include "test_peer/scripted_broker.h"

#include <gtest/gtest.h>

namespace historian::mqtt {

using Kind = Delivery::Kind;

namespace {

Settings settingsFor(int port)
{
    Settings settings;
    settings.broker = "mqtt://127.0.0.1:" + std::to_string(port);
    settings.host = "127.0.0.1";
    settings.port = port;
    return settings;
}

const std::vector<Message>& twentyMessages()
{
    static const std::vector<Message> messages(20, Message{"t", "x", false});
    return messages;
}

Exchange exchangeWith(ScriptedBroker& broker, std::chrono::milliseconds timeMax = kExchangeMax)
{
    Connection connection(settingsFor(broker.port()), {"gateway", std::nullopt});
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    EXPECT_FALSE(connection.awaitUp(deadline, {}));
    return publishAll(connection, twentyMessages(), {}, timeMax);
}

} // namespace

TEST(Exchange, OnlyWhatWasAcknowledgedBeforeTheConnectionBrokeIsDone)
{
    ScriptedBroker broker({.acksMax = 7, .closesAfterwards = true});
    const Exchange exchange = exchangeWith(broker);
    EXPECT_FALSE(exchange.isFinished);
    ASSERT_EQ(exchange.deliveries.size(), 20U);
    for (std::size_t i = 0; i < 20; ++i)
        EXPECT_EQ(exchange.deliveries[i].kind, i < 7 ? Kind::Done : Kind::Retry) << i;
    EXPECT_FALSE(exchange.deliveries[7].why.empty());
    EXPECT_GT(exchange.deliveries[7].after.count(), 0);
}

TEST(Exchange, EndsInTimeWhenTheBrokerFallsSilent)
{
    ScriptedBroker broker({.acksMax = 3, .closesAfterwards = false});
    const Exchange exchange = exchangeWith(broker, std::chrono::milliseconds(300));
    EXPECT_FALSE(exchange.isFinished);
    EXPECT_EQ(exchange.deliveries[19].kind, Kind::Retry);
    EXPECT_NE(exchange.deliveries[19].why.find("no answer"), std::string::npos);
}

TEST(Exchange, GivesEachMessageTheBrokersReason)
{
    ScriptedBroker broker({.acksMax = 20, .reason = 0x97, .closesAfterwards = false});
    const Exchange exchange = exchangeWith(broker);
    EXPECT_TRUE(exchange.isFinished);
    EXPECT_EQ(exchange.deliveries[0].kind, Kind::Retry);
    EXPECT_NE(exchange.deliveries[0].why.find("Quota exceeded"), std::string::npos)
        << exchange.deliveries[0].why;
}

} // namespace historian::mqtt
