#pragma once

#include "base/symbol_table.h"
#include "base/system_clock.h"

#include <historian/host.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>

namespace historian::ctl {

/// The host of a plugin's parts where there is no daemon: every well-formed name is accepted,
/// counters count, nothing is logged, kept or known of devices. Threads: any.
class OfflineHost : public Host, private InstanceState {
public:
    std::string_view instance() const override { return "historianctl"; }

    std::string_view site() const override { return {}; }

    SeriesFacts series(Symbol, Symbol) const override { return {}; }

    Result<const Config*> profile(std::string_view name) override;

    const Clock& clock() const override { return clock_; }

    Result<Symbol> symbol(NameKind kind, std::string_view name) override
    {
        return symbols_.symbol(kind, name);
    }

    std::string_view name(Symbol symbol) const override { return symbols_.name(symbol); }

    InstanceState& state() override { return *this; }

    Counter& counter(std::string_view name, std::string_view meaning) override;

    void log(LogLevel, std::string_view) override {}

    void healthy() override {}

    void degraded(std::string_view) override {}

    /// What a counter has come to; 0 for one that nobody asked for.
    std::uint64_t counted(std::string_view name) const;

private:
    class Count : public Counter {
    public:
        void add(std::uint64_t amount) override { total += amount; }

        std::atomic<std::uint64_t> total{0};
    };

    std::optional<std::string> get(std::string_view) const override { return std::nullopt; }

    void put(std::string_view, std::string_view) override {}

    base::SystemClock clock_{base::ClockTrust::Always};
    base::SymbolTable symbols_;
    std::map<std::string, std::unique_ptr<Count>, std::less<>> counts_;
    mutable std::mutex mutex_; ///< of counts_
};

} // namespace historian::ctl
