#pragma once

#include <historian/clock.h>
#include <historian/config.h>
#include <historian/error.h>
#include <historian/reading.h>
#include <historian/series.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace historian {

enum class LogLevel : std::uint8_t { Debug, Info, Warning, Error };

/// What a name names.
enum class NameKind : std::uint8_t {
    Device, ///< [A-Za-z0-9][A-Za-z0-9._:@-]{0,63}
    Metric, ///< [a-z][a-z0-9_]{0,63}
};

/// A small durable memory of one instance, for example how far it has read a source.
class InstanceState {
public:
    virtual ~InstanceState() = default;

    /// The value put last under that key, if there is one.
    virtual std::optional<std::string> get(std::string_view key) const = 0;

    /// Becomes durable in the same transaction as the next batch this instance submits; a put
    /// without a following batch is written within a second.
    virtual void put(std::string_view key, std::string_view value) = 0;
};

/// A figure of one instance that only grows; shown at /metrics, in the API and on the page.
class Counter {
public:
    virtual ~Counter() = default;
    virtual void add(std::uint64_t amount) = 0;
};

/// The names behind symbols.
class Names {
public:
    virtual ~Names() = default;

    /// The name of a symbol; it lives as long as the process.
    virtual std::string_view name(Symbol symbol) const = 0;
};

/// What the host gives to one plugin instance. It outlives the instance.
/// Threads: every function may be called from any thread.
class Host : public Names {
public:
    /// The instance's name in the configuration.
    virtual std::string_view instance() const = 0;

    /// `site.id` of the configuration.
    virtual std::string_view site() const = 0;

    /// What is known of a series: from its device's profile, else from the metric's name.
    virtual SeriesFacts series(Symbol device, Symbol metric) const = 0;

    /// The section of a device profile (etc/devices/NAME.yaml) that is named like this plugin,
    /// checked against PluginAbout::profileKeys; it lives as long as the instance. The error names
    /// the place. Threads: while the instance is constructed.
    virtual Result<const Config*> profile(std::string_view name) = 0;

    virtual const Clock& clock() const = 0;

    /// The symbol of a name. Refused, with the reason, if the name is malformed, if the
    /// device is rejected or unknown devices are, or if there are already too many names (256
    /// devices, 4,096 metrics).
    virtual Result<Symbol> symbol(NameKind kind, std::string_view name) = 0;

    virtual InstanceState& state() = 0;

    /// A counter with that name (snake_case, unit last); the same name gives the same counter.
    virtual Counter& counter(std::string_view name, std::string_view meaning) = 0;

    /// One line for the operator. Log changes, not repetitions; no secrets, no bodies.
    virtual void log(LogLevel level, std::string_view message) = 0;

    /// Says that the instance does its work, or why it does not (shown on the page).
    virtual void healthy() = 0;
    virtual void degraded(std::string_view why) = 0;
};

} // namespace historian
