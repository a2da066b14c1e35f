#pragma once

#include "web/route_table.h"

#include <mutex>
#include <string>
#include <vector>

namespace historian::app {

/// The paths of daemon and instances until the web server is made; what comes later comes too late.
/// Threads: add from any; the others from one.
class OpenTable {
public:
    /// Throws ConfigError if a path has an owner, or if the table is taken.
    void add(const std::string& owner, std::vector<Route> routes);

    /// For the daemon's own paths, before any instance runs.
    web::RouteTable& own() { return table_; }

    /// Everything added so far, once.
    web::RouteTable take();

private:
    std::mutex mutex_;
    bool isTaken_ = false;
    web::RouteTable table_;
};

} // namespace historian::app
