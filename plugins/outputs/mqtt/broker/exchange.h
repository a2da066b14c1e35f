#pragma once

#include "broker/connection.h"
#include "message.h"

#include <historian/delivery.h>

#include <chrono>
#include <span>
#include <stop_token>

namespace historian::mqtt {

/// How long one exchange with the broker may take.
inline constexpr std::chrono::seconds kExchangeMax{30};

/// What became of messages that were sent.
struct Exchange {
    Deliveries deliveries;   ///< one per message
    bool isFinished = false; ///< false: the connection can no longer be used
};

/// Publishes all messages, with at most kInFlightMax of them unanswered at any time, and waits for
/// the answers. What has none when the connection is lost, or `timeMax` is over, is to be tried
/// again.
Exchange publishAll(Connection& connection,
                    std::span<const Message> messages,
                    const std::stop_token& stop,
                    std::chrono::milliseconds timeMax = kExchangeMax);

} // namespace historian::mqtt
