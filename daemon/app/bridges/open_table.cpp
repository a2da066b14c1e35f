#include "app/bridges/open_table.h"

#include <historian/error.h>

#include <utility>

namespace historian::app {

void OpenTable::add(const std::string& owner, std::vector<Route> routes)
{
    const std::lock_guard lock(mutex_);
    if (isTaken_)
        throw ConfigError("its paths can only be added when the daemon starts; start it again");
    table_.add(owner, std::move(routes));
}

web::RouteTable OpenTable::take()
{
    const std::lock_guard lock(mutex_);
    isTaken_ = true;
    return std::move(table_);
}

} // namespace historian::app
