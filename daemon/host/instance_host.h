#pragma once

#include "base/guarded.h"
#include "base/site_facts.h"
#include "base/status.h"
#include "base/symbol_table.h"

#include <historian/host.h>

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace historian::host {

inline constexpr std::size_t kCountersMax = 64; ///< of one instance; further ones share one figure

/// Why readings of a device are not taken; nothing if they are.
using DeviceGate = std::function<std::optional<Error>(std::string_view device)>;

/// Writes one line for the operator; `subject` is the instance, for example `input.http[esp32]`.
using LogSink = std::function<void(LogLevel, std::string_view subject, std::string_view message)>;

/// What an instance's Host stands on; everything referred to outlives it.
struct HostParts {
    std::string kind; ///< input, store or output
    std::string name;
    std::string plugin;
    base::SymbolTable& symbols;
    const Clock& clock;
    const base::SiteFacts& facts;
    InstanceState& state;
    DeviceGate gate; ///< empty: every device is taken
    LogSink log;
};

/// The Host of one instance, and how that instance does. Threads: any.
class InstanceHost final : public Host {
public:
    explicit InstanceHost(HostParts parts);

    std::string_view name(Symbol symbol) const override { return parts_.symbols.name(symbol); }

    std::string_view instance() const override { return parts_.name; }

    std::string_view site() const override { return parts_.facts.site(); }

    SeriesFacts series(Symbol device, Symbol metric) const override
    {
        return parts_.facts.series(device, metric);
    }

    Result<const Config*> profile(std::string_view name) override;

    const Clock& clock() const override { return parts_.clock; }

    Result<Symbol> symbol(NameKind kind, std::string_view name) override;

    InstanceState& state() override { return parts_.state; }

    Counter& counter(std::string_view name, std::string_view meaning) override;
    void log(LogLevel level, std::string_view message) override;

    void healthy() override { setCondition(base::InstanceCondition::Healthy, {}); }

    void degraded(std::string_view why) override;

    /// Changes what is shown, and logs it where it is a change. Disabled is final, and
    /// Stuck until cameBack().
    void setCondition(base::InstanceCondition condition, std::string_view why);

    /// A call returned. True if it had been given up: the instance is stuck no longer.
    bool cameBack();
    void setVersion(std::string_view version);

    /// What the plugin says of itself; before it is constructed. The keys live as long as its
    /// library.
    void setProfileKeys(std::span<const Key> keys) { profileKeys_ = keys; }

    base::InstanceStatus status() const;

private:
    class Figure final : public Counter {
    public:
        Figure(std::string name, std::string meaning)
            : name_(std::move(name)), meaning_(std::move(meaning))
        {
        }

        void add(std::uint64_t amount) override
        {
            value_.fetch_add(amount, std::memory_order_relaxed);
        }

        const std::string& name() const { return name_; }

        base::CounterFigure figure() const
        {
            return {name_, meaning_, value_.load(std::memory_order_relaxed)};
        }

    private:
        std::string name_;
        std::string meaning_;
        std::atomic<std::uint64_t> value_{0};
    };

    struct Shown {
        base::InstanceCondition condition = base::InstanceCondition::Starting;
        std::string why;
        std::string version;
        Time since{};
    };

    HostParts parts_;
    std::string subject_;
    std::span<const Key> profileKeys_;
    std::vector<std::unique_ptr<Config>> profiles_; // the plugin keeps pointers
    base::Guarded<Shown> shown_;
    mutable std::mutex figuresMutex_;
    std::deque<Figure> figures_; // a deque: plugins keep references
};

} // namespace historian::host
