#pragma once

#include "base/destinations.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace historian::web::testing {

/// Destinations as a test wrote them. Acts are remembered as "verb output …"; while `refusal` is
/// set, every one is refused with it. Threads: none.
class ScriptedDestinations final : public base::Destinations {
public:
    std::vector<base::DestinationStatus> destinations() const override { return statuses; }

    std::optional<Error> pause(std::string_view output) override
    {
        return turn("pause", output, base::DestinationState::Paused);
    }

    std::optional<Error> resume(std::string_view output) override
    {
        return turn("resume", output, base::DestinationState::Sending);
    }

    Result<std::uint64_t> rewind(std::string_view output, Time from) override
    {
        acts.push_back("rewind " + std::string(output) + " " +
                       std::to_string(from.time_since_epoch().count() / 1'000'000));
        if (refusal) return *refusal;
        return std::uint64_t{1204};
    }

    Result<std::vector<base::QuarantinedReading>> quarantine(std::string_view,
                                                             const base::QuarantineChoice& after,
                                                             std::size_t limit) const override
    {
        if (refusal) return *refusal;
        std::vector<base::QuarantinedReading> page;
        for (const base::QuarantinedReading& reading : quarantined)
            if (page.size() < limit && (!after.seq || isAfter(reading, after)))
                page.push_back(reading);
        return page;
    }

    Result<std::uint64_t> retry(std::string_view output,
                                const base::QuarantineChoice& which) override
    {
        acts.push_back("retry " + std::string(output));
        return count(which);
    }

    Result<std::uint64_t> discard(std::string_view output,
                                  const base::QuarantineChoice& which,
                                  std::string_view reason) override
    {
        acts.push_back("discard " + std::string(output) + " " + std::string(reason));
        return count(which);
    }

    Result<std::vector<base::VerifiedDay>> verify(std::string_view output, Time, Time) override
    {
        acts.push_back("verify " + std::string(output));
        if (refusal) return *refusal;
        return days;
    }

    Result<std::vector<ProbeStep>> probe(std::string_view instance) override
    {
        acts.push_back("probe " + std::string(instance));
        if (refusal) return *refusal;
        return steps;
    }

    std::vector<base::DestinationStatus> statuses;
    std::vector<base::QuarantinedReading> quarantined; ///< in order
    std::vector<base::VerifiedDay> days;
    std::vector<ProbeStep> steps;
    std::optional<Error> refusal;
    std::vector<std::string> acts;

private:
    static bool isAfter(const base::QuarantinedReading& reading,
                        const base::QuarantineChoice& after)
    {
        return std::tie(reading.storeId, reading.seq) > std::tie(after.storeId, *after.seq);
    }

    std::optional<Error>
    turn(const char* verb, std::string_view output, base::DestinationState state)
    {
        acts.push_back(std::string(verb) + " " + std::string(output));
        if (refusal) return refusal;
        for (base::DestinationStatus& status : statuses)
            if (status.output == output) status.state = state;
        return std::nullopt;
    }

    Result<std::uint64_t> count(const base::QuarantineChoice& which) const
    {
        if (refusal) return *refusal;
        const auto isMeant = [&](const base::QuarantinedReading& reading) {
            return !which.seq || (reading.storeId == which.storeId && reading.seq == *which.seq);
        };
        return static_cast<std::uint64_t>(std::ranges::count_if(quarantined, isMeant));
    }
};

/// "cloud", a supabase output that retries with a backlog.
inline base::DestinationStatus cloud(Time oldestUnsent)
{
    base::DestinationStatus status;
    status.output = "cloud";
    status.plugin = "supabase";
    status.state = base::DestinationState::Retrying;
    status.why = "no route to host; tried again in 8 s";
    status.isRequired = true;
    status.backlog = 1204;
    status.oldestUnsent = oldestUnsent;
    status.delivered = 90'000;
    status.quarantined = 2;
    status.dropped = 3;
    status.window = std::chrono::seconds(60);
    status.thinned = 5'310'000;
    status.bytesToday = 4'000'000;
    status.positions = {{"store-1", 90'002, 91'206, 1}};
    return status;
}

} // namespace historian::web::testing
