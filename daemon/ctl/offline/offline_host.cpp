#include "ctl/offline/offline_host.h"

namespace historian::ctl {

Result<const Config*> OfflineHost::profile(std::string_view name)
{
    return Error{"profile '" + std::string(name) + "' is known to a daemon only"};
}

Counter& OfflineHost::counter(std::string_view name, std::string_view /*meaning*/)
{
    const std::lock_guard lock(mutex_);
    auto& count = counts_[std::string(name)];
    if (!count) count = std::make_unique<Count>();
    return *count;
}

std::uint64_t OfflineHost::counted(std::string_view name) const
{
    const std::lock_guard lock(mutex_);
    const auto found = counts_.find(name);
    return found == counts_.end() ? 0 : found->second->total.load();
}

} // namespace historian::ctl
