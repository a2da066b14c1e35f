#pragma once

#include "app/bridges/carrying_retention.h"
#include "app/bridges/counter_books.h"
#include "app/bridges/device_gate.h"
#include "app/bridges/late_retention.h"
#include "app/bridges/open_table.h"
#include "app/bridges/site_facts.h"
#include "app/instances.h"
#include "app/wiring.h"
#include "base/live_feed.h"
#include "base/symbol_table.h"
#include "base/system_clock.h"
#include "carbon/estimate.h"
#include "config/device_profiles.h"
#include "forward/forwarders.h"
#include "history/archive.h"
#include "history/series_catalog.h"
#include "host/store_seat.h"
#include "host/supervisor.h"
#include "pipeline/pipeline.h"
#include "state/accounts.h"
#include "state/database.h"
#include "state/logbook.h"
#include "state/registry.h"
#include "web/api/api_context.h"
#include "web/server.h"

#include <deque>
#include <optional>

namespace historian::app {

/// Every part of the daemon, in the order in which they depend on each other; wiring.cpp puts them
/// together.
struct Parts {
    /// The log outlives it.
    Parts(WiringPlan wiringPlan, const Log& daemonLog);

    WiringPlan plan;
    const Log& log;
    base::SystemClock clock;
    config::SystemSecrets secrets;
    config::DeviceProfiles profiles;
    base::SymbolTable symbols;
    ConfiguredSite facts;
    base::LiveFeed feed;
    ForgetfulState noState;
    state::Database database;
    state::Logbook logbook;
    state::Registry registry;
    state::Accounts accounts;
    std::deque<DeviceGate> gates;
    host::PluginShelf shelf;
    host::StoreSeat store;
    LateRetention retention; ///< the pipeline and the forwarders need each other
    pipeline::Pipeline pipeline;
    forward::Forwarders forwarders;
    history::SeriesCatalog catalog;
    history::Archive archive;
    history::CounterTotals totals;
    HistoryCounters counters;
    history::CounterCarry carry;
    CarryingRetention carrying;
    carbon::Estimator estimator;
    web::api::ApiContext context;
    host::Supervisor supervisor;
    OpenTable table; ///< handlers are code of the supervisor's libraries: they go first
    std::optional<web::Server> server;
};

} // namespace historian::app
