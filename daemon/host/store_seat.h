#pragma once

#include "host/instance.h"
#include "host/instance_host.h"

#include <memory>

namespace historian::host {

/// The store's instance. Without a store nothing can be recorded, so unlike other instances it is
/// made at once or not at all. Threads: construction and stop from one; the others from any.
class StoreSeat {
public:
    /// Makes and starts the store. Throws ConfigError or Unavailable.
    StoreSeat(InstanceSource source, HostParts parts, const PluginShelf& shelf);
    ~StoreSeat();
    StoreSeat(const StoreSeat&) = delete;
    StoreSeat& operator=(const StoreSeat&) = delete;

    Store& store() const { return *store_; }

    base::InstanceStatus status() const { return host_.status(); }

    /// Lets go of the store's files; safe twice.
    void stop();

private:
    InstanceHost host_;
    std::unique_ptr<Instance> instance_;
    Store* store_ = nullptr;
};

} // namespace historian::host
