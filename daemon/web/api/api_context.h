#pragma once

#include "base/destinations.h"
#include "base/live_feed.h"
#include "base/settings.h"
#include "base/status.h"
#include "base/symbol_table.h"
#include "carbon/estimate.h"
#include "history/archive.h"
#include "history/series_catalog.h"
#include "state/logbook.h"
#include "state/registry.h"
#include "web/server.h"

#include <historian/clock.h>
#include <historian/store.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace historian::web::api {

/// How often live connections do what is not caused by a commit; tests make it short.
struct LivePace {
    std::chrono::milliseconds idle{1000};    ///< between looks after a client
    std::chrono::milliseconds coalesce{250}; ///< of one `samples` event
    std::chrono::milliseconds latest{5000};  ///< between two `latest_readings` frames
};

/// What the routes are made of. It outlives them, and what it refers to outlives it; the functions
/// may be called from any thread.
struct ApiContext {
    Store& store;
    const base::SymbolTable& symbols;
    state::Registry& registry;
    state::Logbook& logbook;
    base::LiveFeed& feed;
    const Clock& clock;
    const history::SeriesCatalog& catalog;
    const history::Archive& archive;
    const carbon::Estimator& estimator;

    base::SiteSettings site;
    std::string version;
    std::string bootId;
    Time started{};
    bool isDemo = false;
    std::string
        configFallback;       ///< why the configuration that was written is not in force, or empty
    std::string peersSetting; ///< `http.peers` as in force, to tell a refused visitor

    std::function<bool()> isReady; ///< whether the store takes readings
    std::function<base::IntakeStatus()> intake;
    std::function<std::vector<base::RejectedEntry>()> rejected; ///< newest first
    std::function<std::vector<base::InstanceStatus>()> instances;
    std::function<ServerFigures()> web;
    std::function<std::uint16_t()> port;
    LivePace pace;
    base::Destinations* destinations = nullptr; ///< nullptr: nothing is forwarded
};

} // namespace historian::web::api
