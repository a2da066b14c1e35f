#include "host/store_seat.h"

#include "host/plugin_guard.h"

namespace historian::host {

StoreSeat::StoreSeat(InstanceSource source, HostParts parts, const PluginShelf& shelf)
    : host_(std::move(parts))
{
    source.isStore = true;
    const std::optional<PluginFault> fault = guard([&] {
        instance_ = std::make_unique<Instance>(source, shelf, host_);
        host_.setVersion(instance_->version());
        store_ = instance_->store();
        instance_->output()->start();
    });
    if (fault && fault->kind == PluginFault::Kind::Config) throw ConfigError(fault->why);
    if (fault) throw Unavailable("store " + source.plugin + ": " + fault->why);
    host_.healthy();
}

StoreSeat::~StoreSeat()
{
    stop();
}

void StoreSeat::stop()
{
    if (!instance_) return;
    const std::optional<PluginFault> fault = guard([this] {
        instance_->output()->stop();
        instance_.reset();
    });
    if (fault) host_.log(LogLevel::Error, "stopping it failed: " + fault->why);
}

} // namespace historian::host
