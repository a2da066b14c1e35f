#pragma once

#include <historian/plugin.h>

namespace historian::broken {

/// What every plugin here says of itself.
constexpr PluginAbout aboutOf(std::string_view name, std::span<const Key> keys = {})
{
    return {name, "1.0.0", "breaks one rule, so that the conformance test must refuse it", keys};
}

/// An input that breaks no rule; each plugin here changes one thing.
class WorkingInput : public Input {
public:
    WorkingInput(Host& host, const Config&) : host_(host) {}

    void start(Sink&) override {}

    void stop() override {}

protected:
    Host& host_;
};

} // namespace historian::broken
