#pragma once

#include "base/symbol_table.h"
#include "history/counter_totals.h"
#include "history/series_catalog.h"
#include "state/database.h"
#include "state/logbook.h"
#include "state/registry.h"

#include <historian/testing/manual_clock.h>
#include <historian/testing/memory_store.h>
#include <historian/testing/temp_directory.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace historian::history::testing {

/// An instant: seconds after 2025-01-20T10:00:00Z.
inline Time at(double seconds)
{
    return Time(std::chrono::microseconds(1'737'367'200'000'000 +
                                          static_cast<std::int64_t>(seconds * 1e6)));
}

/// A device as the configuration names it.
inline base::DeviceSettings
configured(std::string id, std::string profile = "", std::optional<double> ratedKw = std::nullopt)
{
    base::DeviceSettings settings;
    settings.id = std::move(id);
    settings.profile = std::move(profile);
    settings.ratedKw = ratedKw;
    return settings;
}

/// A site with its devices and a store in memory.
struct Site {
    explicit Site(std::vector<base::DeviceSettings> devices = {},
                  std::vector<base::DeviceProfile> profiles = {})
        : database(directory.path() / "state.db"),
          logbook(database, clock),
          registry(database, logbook, clock, devices),
          catalog(registry, std::move(profiles)),
          totals(store, symbols, catalog)
    {
    }

    Symbol device(std::string_view name) { return *symbols.symbol(NameKind::Device, name); }

    Symbol metric(std::string_view name) { return *symbols.symbol(NameKind::Metric, name); }

    /// Commits one reading.
    void post(std::string_view id,
              Time time,
              std::initializer_list<std::pair<std::string_view, double>> values,
              Quality quality = Quality::Good)
    {
        Batch batch;
        Reading& reading = batch.begin(device(id));
        reading.time = time;
        reading.received = time;
        for (const auto& [name, number] : values)
            batch.add(Value::number(metric(name), number, quality));
        commit(batch);
    }

    void commit(const Batch& batch) { store.commit({batch, {}, "boot", {}}); }

    historian::testing::TempDirectory directory;
    historian::testing::ManualClock clock;
    base::SymbolTable symbols;
    historian::testing::MemoryStore store;
    state::Database database;
    state::Logbook logbook;
    state::Registry registry;
    SeriesCatalog catalog;
    CounterTotals totals;
};

} // namespace historian::history::testing
