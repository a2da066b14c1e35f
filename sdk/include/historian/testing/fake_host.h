#pragma once

#include <historian/host.h>
#include <historian/testing/manual_clock.h>

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace historian::testing {

/// A host for tests: takes every well-formed name, keeps what it is told.
/// Threads: any.
class FakeHost : public Host {
public:
    explicit FakeHost(std::string instance = "test") : instance_(std::move(instance)) {}

    std::string_view instance() const override { return instance_; }

    std::string_view site() const override { return "site-001"; }

    SeriesFacts series(Symbol device, Symbol metric) const override;
    Result<const Config*> profile(std::string_view name) override;

    const Clock& clock() const override { return manualClock; }

    Result<Symbol> symbol(NameKind kind, std::string_view name) override;
    std::string_view name(Symbol symbol) const override;

    InstanceState& state() override { return state_; }

    Counter& counter(std::string_view name, std::string_view meaning) override;
    void log(LogLevel level, std::string_view message) override;
    void healthy() override;
    void degraded(std::string_view why) override;

    /// From now on a device of that name is refused, as an operator's rejection does.
    void refuseDevice(std::string name);

    /// What series() says of a metric, whichever the device.
    void describe(Symbol metric, SeriesFacts facts);

    /// What profile() gives for that name; it outlives the host.
    void addProfile(std::string name, const Config& section);

    std::uint64_t counted(const std::string& counter) const;
    std::vector<std::string> logLines() const;

    /// Why the instance does not do its work; empty while it does.
    std::string whyDegraded() const;

    ManualClock manualClock;

private:
    class MapState : public InstanceState {
    public:
        std::optional<std::string> get(std::string_view key) const override;
        void put(std::string_view key, std::string_view value) override;

    private:
        std::map<std::string, std::string, std::less<>> values_;
        mutable std::mutex mutex_;
    };

    class Count : public Counter {
    public:
        void add(std::uint64_t amount) override { value += amount; }

        std::atomic<std::uint64_t> value{0};
    };

    std::string instance_;
    MapState state_;
    std::deque<std::string> names_;
    std::map<std::string, Symbol, std::less<>> symbols_;
    std::vector<std::string> refused_;
    std::map<Symbol, SeriesFacts> facts_;
    std::map<std::string, const Config*, std::less<>> profiles_;
    std::map<std::string, std::unique_ptr<Count>, std::less<>> counters_;
    std::vector<std::string> lines_;
    std::string why_;
    mutable std::mutex mutex_;
};

} // namespace historian::testing
