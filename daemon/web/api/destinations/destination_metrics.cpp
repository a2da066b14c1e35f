#include "web/api/destinations/destination_metrics.h"

namespace historian::web::api {

namespace {

using base::DestinationState;
using base::DestinationStatus;
using Type = PrometheusText::Type;

struct Family {
    const char* name;
    Type type;
    const char* help;
    std::uint64_t DestinationStatus::*figure;
};

constexpr Family kFamilies[] = {
    {"historian_destination_backlog_readings",
     Type::Gauge,
     "Readings not delivered yet.",
     &DestinationStatus::backlog},
    {"historian_destination_delivered_total",
     Type::Counter,
     "Readings delivered since start.",
     &DestinationStatus::delivered},
    {"historian_destination_quarantined_readings",
     Type::Gauge,
     "Readings set aside because the destination refused them.",
     &DestinationStatus::quarantined},
    {"historian_destination_dropped_readings",
     Type::Gauge,
     "Readings purged or discarded undelivered.",
     &DestinationStatus::dropped},
    {"historian_destination_sent_bytes_today",
     Type::Gauge,
     "Bytes sent since midnight UTC.",
     &DestinationStatus::bytesToday},
};

constexpr DestinationState kStates[] = {
    DestinationState::Starting,
    DestinationState::Sending,
    DestinationState::CaughtUp,
    DestinationState::Retrying,
    DestinationState::Held,
    DestinationState::Paused,
    DestinationState::Unconfigured,
};

} // namespace

void writeDestinationMetrics(PrometheusText& text,
                             const std::vector<DestinationStatus>& destinations,
                             Time now)
{
    for (const Family& family : kFamilies) {
        text.family(family.name, family.type, family.help);
        for (const DestinationStatus& status : destinations)
            text.sample({{"output", status.output}}, status.*family.figure);
    }
    text.family("historian_destination_oldest_unsent_seconds",
                Type::Gauge,
                "Age of the oldest reading not delivered yet.");
    for (const DestinationStatus& status : destinations) {
        const auto age = status.oldestUnsent ? now - *status.oldestUnsent : Time::duration{};
        text.sample({{"output", status.output}}, std::chrono::duration<double>(age).count());
    }
    text.family(
        "historian_destination_state", Type::Gauge, "1 for the state that a destination is in.");
    for (const DestinationStatus& status : destinations)
        for (const DestinationState state : kStates)
            text.sample({{"output", status.output}, {"state", base::nameOf(state)}},
                        std::uint64_t{status.state == state ? 1U : 0U});
}

} // namespace historian::web::api
