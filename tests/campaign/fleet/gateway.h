#pragma once

#include "forward/position/lanes.h"
#include "forward/tempo/batch_size.h"
#include "forward/tempo/tempo.h"

#include <variant>

namespace historian::fleet {

/// What a gateway of the fleet is like.
struct GatewayShape {
    std::chrono::microseconds interval{0}; ///< between two readings
    SteadyTime firstReading{};
    std::uint64_t delivered = 0; ///< of the first readings, before the simulation begins
    std::chrono::milliseconds startWaitMax{0};
};

/// One gateway: the lanes, tempo and batches of daemon/forward, driven by a simulated clock. It
/// takes the steps of `forward::Forwarder`, which waits for its output's answer; here answers are
/// events. Threads: none.
class Gateway {
public:
    Gateway(const GatewayShape& shape, forward::Random random);

    struct Request {
        forward::Lane lane;
        forward::Run run;
        bool isBacklogOld;

        std::size_t readings() const { return run.seqs.count(); }
    };

    /// A request, or when to ask again; never while a request is under way.
    std::variant<Request, SteadyTime> step(SteadyTime now);

    void delivered(const Request& request, SteadyTime now, std::chrono::microseconds took);

    /// `after`: the wish of the destination or its plugin.
    void failed(const Request& request,
                SteadyTime now,
                std::chrono::microseconds took,
                std::chrono::milliseconds after);

    std::uint64_t backlog(SteadyTime now) const;

private:
    std::uint64_t newest(SteadyTime now) const;
    SteadyTime timeOf(std::uint64_t seq) const;
    std::optional<forward::Run> chooseLive(const StoreSpan& span, const forward::Run& oldest) const;

    GatewayShape shape_;
    forward::Settled settled_;
    forward::Tempo tempo_;
    forward::BatchSize batch_;
    SteadyTime gatherUntil_{};
};

} // namespace historian::fleet
