#include "forward/tempo/backoff.h"

#include <algorithm>

namespace historian::forward {

std::chrono::milliseconds Backoff::failed()
{
    const auto wait = between(std::chrono::milliseconds(0), ceiling_);
    ceiling_ = std::min(ceiling_ * 2, kBackoffMax);
    return wait;
}

std::chrono::milliseconds Backoff::between(std::chrono::milliseconds low,
                                           std::chrono::milliseconds high)
{
    const double span = static_cast<double>((high - low).count()) * random_();
    return low + std::chrono::milliseconds(static_cast<std::int64_t>(span));
}

} // namespace historian::forward
