#pragma once

#include "../app_support.h"
#include "app/bridges/counter_books.h"
#include "app/bridges/site_facts.h"
#include "history/counter_totals.h"
#include "state/database.h"
#include "state/logbook.h"

#include <historian/testing/manual_clock.h>
#include <historian/testing/memory_store.h>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace historian::app {

/// A site with a meter of 60 kW, what history knows of it, and a store in memory.
class BridgeSite : public ::testing::Test {
protected:
    using Values = std::vector<std::pair<std::string, double>>;

    /// Seconds after ten o'clock of a day.
    Time at(double seconds) const
    {
        return ten_ + std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6));
    }

    void post(double seconds, const Values& values)
    {
        Batch batch;
        Reading& reading = batch.begin(device());
        reading.time = reading.received = at(seconds);
        for (const auto& [name, number] : values) batch.add(Value::number(metric(name), number));
        store_.commit({batch, {}, "boot", {}});
    }

    Symbol device() { return *symbols_.symbol(NameKind::Device, "meter"); }

    Symbol metric(std::string_view name) { return *symbols_.symbol(NameKind::Metric, name); }

    TempDirectory temp_;
    historian::testing::ManualClock clock_;
    historian::testing::MemoryStore store_;
    base::SymbolTable symbols_;
    state::Database database_{temp_.path() / "state.db"};
    state::Logbook logbook_{database_, clock_};
    state::Registry registry_{database_, logbook_, clock_, {{"meter", "", 60.0, {}, "", ""}}};
    config::DeviceProfiles profiles_;
    history::SeriesCatalog catalog_{registry_, {}};
    history::CounterTotals totals_{store_, symbols_, catalog_};
    ConfiguredSite facts_{"site-001", profiles_, symbols_, &catalog_};
    HistoryCounters books_{store_, clock_, facts_, symbols_, totals_};
    const Time ten_ =
        Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24)) + std::chrono::hours(10);
};

} // namespace historian::app
