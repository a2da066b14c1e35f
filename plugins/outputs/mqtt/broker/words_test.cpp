#include "broker/words.h"

#include <gtest/gtest.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>

namespace historian::mqtt {

using Kind = Delivery::Kind;

TEST(BrokerWords, AWrongLoginWaitsForAPersonAndABusyBrokerForTime)
{
    const auto kind = [](int reason) { return refusedConnection(reason, "mqtt://b:1883").kind; };
    for (const int reason : {MQTT_RC_BAD_USERNAME_OR_PASSWORD,
                             MQTT_RC_NOT_AUTHORIZED,
                             MQTT_RC_BANNED,
                             MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION,
                             MQTT_RC_CLIENTID_NOT_VALID})
        EXPECT_EQ(kind(reason), Kind::Hold) << reason;
    for (const int reason : {MQTT_RC_SERVER_BUSY,
                             MQTT_RC_SERVER_UNAVAILABLE,
                             MQTT_RC_QUOTA_EXCEEDED,
                             MQTT_RC_UNSPECIFIED})
        EXPECT_EQ(kind(reason), Kind::Retry) << reason;
}

TEST(BrokerWords, OnlyAFailureOfTheAcknowledgementIsOne)
{
    EXPECT_EQ(answered(MQTT_RC_SUCCESS, "t").kind, Kind::Done);
    EXPECT_EQ(answered(MQTT_RC_NO_MATCHING_SUBSCRIBERS, "t").kind, Kind::Done);
    EXPECT_EQ(answered(MQTT_RC_NOT_AUTHORIZED, "t").kind, Kind::Hold);
    EXPECT_EQ(answered(MQTT_RC_PAYLOAD_FORMAT_INVALID, "t").kind, Kind::Rejected);
    EXPECT_EQ(answered(MQTT_RC_QUOTA_EXCEEDED, "t").kind, Kind::Retry);
}

TEST(BrokerWords, AMessageThatCanNeverBeSentIsRejectedAndOthersTriedAgain)
{
    EXPECT_EQ(unsendable(MOSQ_ERR_OVERSIZE_PACKET, "t").kind, Kind::Rejected);
    EXPECT_EQ(unsendable(MOSQ_ERR_QOS_NOT_SUPPORTED, "t").kind, Kind::Hold);
    EXPECT_EQ(unsendable(MOSQ_ERR_NO_CONN, "t").kind, Kind::Retry);
    EXPECT_GT(unsendable(MOSQ_ERR_NO_CONN, "t").after.count(), 0);
}

TEST(BrokerWords, SayWhatEndedAConnection)
{
    EXPECT_NE(whyEnded(MQTT_RC_SESSION_TAKEN_OVER).find("second gateway"), std::string::npos);
    EXPECT_NE(whyEnded(MQTT_RC_SERVER_SHUTTING_DOWN).find("the broker ended it"),
              std::string::npos);
    EXPECT_FALSE(whyEnded(MOSQ_ERR_CONN_LOST).empty());
}

} // namespace historian::mqtt
