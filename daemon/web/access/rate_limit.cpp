#include "web/access/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace historian::web {

namespace {

std::chrono::seconds waitOf(double missing, double perSecond)
{
    return std::chrono::seconds(static_cast<std::int64_t>(std::ceil(missing / perSecond)));
}

} // namespace

void RateLimit::fill(Bucket& bucket, Rate rate, SteadyTime now)
{
    const std::chrono::duration<double> passed = now - bucket.filled;
    bucket.tokens = std::min(rate.burst, bucket.tokens + passed.count() * rate.perSecond);
    bucket.filled = now;
}

Bucket& RateLimit::bucketOf(const IpAddress& peer, SteadyTime now)
{
    if (const auto found = peers_.find(peer); found != peers_.end()) return found->second;
    if (peers_.size() == kRatedPeersMax)
        peers_.erase(
            std::min_element(peers_.begin(), peers_.end(), [](const auto& a, const auto& b) {
                return a.second.filled < b.second.filled;
            }));
    return peers_.emplace(peer, Bucket{each_.burst, now}).first->second;
}

std::chrono::seconds RateLimit::take(const IpAddress& peer)
{
    const std::lock_guard lock(mutex_);
    const SteadyTime now = clock_.steady();
    if (!hasTotal_) total_ = {all_.burst, now};
    hasTotal_ = true;
    Bucket& own = bucketOf(peer, now);
    fill(own, each_, now);
    fill(total_, all_, now);
    if (own.tokens < 1) return waitOf(1 - own.tokens, each_.perSecond);
    if (total_.tokens < 1) return waitOf(1 - total_.tokens, all_.perSecond);
    own.tokens -= 1;
    total_.tokens -= 1;
    return std::chrono::seconds{0};
}

} // namespace historian::web
