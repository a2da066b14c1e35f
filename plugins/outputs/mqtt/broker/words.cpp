#include "broker/words.h"

#include <mosquitto.h>
#include <mqtt_protocol.h>

#include <cerrno>
#include <system_error>

namespace historian::mqtt {

namespace {

// MQTT 5: reasons from here on are failures.
constexpr int kFirstFailure = 0x80;

} // namespace

Delivery refusedConnection(int reason, const std::string& broker)
{
    const std::string refused =
        broker + " refuses the connection: " + mosquitto_reason_string(reason);
    switch (reason) {
    case MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION:
        return Delivery::hold(refused + "; it must speak MQTT 5");
    case MQTT_RC_CLIENTID_NOT_VALID: return Delivery::hold(refused + "; see the client id");
    case MQTT_RC_BAD_USERNAME_OR_PASSWORD:
    case MQTT_RC_NOT_AUTHORIZED:
    case MQTT_RC_BANNED:
    case MQTT_RC_BAD_AUTHENTICATION_METHOD:
        return Delivery::hold(refused + "; check username and password");
    default: return Delivery::retry(kRetryAfter, refused);
    }
}

Delivery answered(int reason, const std::string& topic)
{
    if (reason < kFirstFailure) return Delivery::done();
    const std::string why = "topic " + topic + ": " + mosquitto_reason_string(reason);
    switch (reason) {
    case MQTT_RC_NOT_AUTHORIZED: return Delivery::hold(why + "; allow this login to write to it");
    case MQTT_RC_TOPIC_NAME_INVALID:
    case MQTT_RC_PAYLOAD_FORMAT_INVALID: return Delivery::rejected(why);
    default: return Delivery::retry(kRetryAfter, why);
    }
}

Delivery unsendable(int error, const std::string& topic)
{
    const std::string why = "topic " + topic + ": " + mosquitto_strerror(error);
    switch (error) {
    case MOSQ_ERR_OVERSIZE_PACKET:
    case MOSQ_ERR_PAYLOAD_SIZE:
    case MOSQ_ERR_MALFORMED_UTF8:
    case MOSQ_ERR_INVAL: return Delivery::rejected(why);
    case MOSQ_ERR_QOS_NOT_SUPPORTED:
    case MOSQ_ERR_RETAIN_NOT_SUPPORTED: return Delivery::hold(why);
    default: return Delivery::retry(kRetryAfter, why);
    }
}

std::string whyEnded(int error)
{
    if (error == MQTT_RC_SESSION_TAKEN_OVER)
        return "another client came with the same id: is there a second gateway with this site and "
               "output name?";
    if (error >= kFirstFailure)
        return std::string("the broker ended it: ") + mosquitto_reason_string(error);
    if (error == MOSQ_ERR_ERRNO) return std::generic_category().message(errno);
    if (error == MOSQ_ERR_EAI) return "the name cannot be resolved";
    return mosquitto_strerror(error);
}

} // namespace historian::mqtt
