#include "base/destinations.h"

namespace historian::base {

std::string_view nameOf(DestinationState state)
{
    switch (state) {
    case DestinationState::Starting: return "starting";
    case DestinationState::Sending: return "sending";
    case DestinationState::CaughtUp: return "caught_up";
    case DestinationState::Retrying: return "retrying";
    case DestinationState::Held: return "held";
    case DestinationState::Paused: return "paused";
    case DestinationState::Unconfigured: break;
    }
    return "unconfigured";
}

} // namespace historian::base
