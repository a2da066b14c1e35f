#pragma once

#include <historian/delivery.h>

#include <chrono>
#include <string>

namespace historian::mqtt {

/// How long a broker is left alone after it could not take something.
inline constexpr std::chrono::milliseconds kRetryAfter{1000};

/// What waits when the broker refuses a connection with this reason (of MQTT 5).
Delivery refusedConnection(int reason, const std::string& broker);

/// What becomes of a message that the broker answered with this reason.
Delivery answered(int reason, const std::string& topic);

/// What becomes of a message that libmosquitto would not send, by its error.
Delivery unsendable(int error, const std::string& topic);

/// Why a connection ended, by the number given to libmosquitto's disconnect callback or returned by
/// its loop.
std::string whyEnded(int error);

} // namespace historian::mqtt
