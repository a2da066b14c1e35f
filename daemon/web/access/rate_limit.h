#pragma once

#include "web/access/ip_address.h"

#include <historian/clock.h>

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>

namespace historian::web {

/// A token bucket.
struct Bucket {
    double tokens = 0;
    SteadyTime filled{};
};

inline constexpr std::size_t kRatedPeersMax = 1024; ///< remembered; the one unseen longest goes

/// How often each peer, and all together, may do something.
/// Threads: any.
class RateLimit {
public:
    /// What may be done at one rate.
    struct Rate {
        double perSecond = 0;
        double burst = 0;
    };

    RateLimit(const Clock& clock, Rate each, Rate all) : clock_(clock), each_(each), all_(all) {}

    /// 0: now, and it is counted. Else the wait until it may be done.
    std::chrono::seconds take(const IpAddress& peer);

private:
    static void fill(Bucket& bucket, Rate rate, SteadyTime now);
    Bucket& bucketOf(const IpAddress& peer, SteadyTime now);

    const Clock& clock_;
    const Rate each_;
    const Rate all_;
    Bucket total_;
    bool hasTotal_ = false;
    std::map<IpAddress, Bucket> peers_;
    std::mutex mutex_;
};

} // namespace historian::web
