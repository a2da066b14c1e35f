#pragma once

#include "host/instance.h"
#include "host/instance_host.h"

#include <historian/testing/fake_sink.h>
#include <historian/testing/manual_clock.h>
#include <historian/testing/test_config.h>

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace historian::host {

class MapState final : public InstanceState {
public:
    std::optional<std::string> get(std::string_view key) const override
    {
        const auto found = values_.find(std::string(key));
        return found == values_.end() ? std::nullopt : std::optional(found->second);
    }

    void put(std::string_view key, std::string_view value) override
    {
        values_[std::string(key)] = value;
    }

private:
    std::map<std::string, std::string> values_;
};

/// A site of which nothing is known but its id.
class BareSite final : public base::SiteFacts {
public:
    std::string_view site() const override { return "site-001"; }

    SeriesFacts series(Symbol, Symbol) const override { return {}; }

    Result<std::unique_ptr<Config>>
    profile(std::string_view, std::string_view, std::span<const Key>) const override
    {
        return Error{"there is no profile"};
    }
};

/// What instances in a test stand on.
class Ground {
public:
    HostParts parts(const std::string& name, DeviceGate gate = {})
    {
        return {"input",
                name,
                "fake",
                symbols,
                clock,
                facts,
                state,
                std::move(gate),
                [this](LogLevel, std::string_view subject, std::string_view message) {
                    const std::lock_guard lock(mutex_);
                    lines_.push_back(std::string(subject) + ": " + std::string(message));
                }};
    }

    std::vector<std::string> lines() const
    {
        const std::lock_guard lock(mutex_);
        return lines_;
    }

    base::SymbolTable symbols;
    testing::ManualClock clock;
    BareSite facts;
    MapState state;
    testing::FakeSink sink;

private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

/// Configures from texts, without YAML.
inline Configure configured(testing::TestConfig::Texts values)
{
    return [values = std::move(values)](std::span<const Key> keys) -> std::unique_ptr<Config> {
        return std::make_unique<testing::TestConfig>(keys, values);
    };
}

} // namespace historian::host
