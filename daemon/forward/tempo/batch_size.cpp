#include "forward/tempo/batch_size.h"

#include <algorithm>

namespace historian::forward {

void BatchSize::delivered(std::size_t offered, std::chrono::microseconds took)
{
    if (offered < readings_ || took >= kQuick) return;
    readings_ =
        std::clamp(readings_ + std::max<std::size_t>(readings_ / 10, 1), kBatchMin, kBatchMax);
}

void BatchSize::failed(std::chrono::microseconds took)
{
    if (took > kSlow) readings_ = std::max(readings_ / 2, kBatchMin);
}

void BatchSize::holdTo(std::size_t readings)
{
    readings_ = std::min(readings_, std::max<std::size_t>(readings, 1));
}

void BatchSize::tooLarge(std::size_t offered)
{
    readings_ = std::max<std::size_t>(offered / 2, 1);
}

} // namespace historian::forward
