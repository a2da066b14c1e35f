#include "idle_input.h"

namespace {

constexpr historian::Key kKeys[] = {{.name = "what", .fallback = "config"}};

/// Throws from its constructor what it is told to.
class Plugin : public IdleInput {
public:
    Plugin(historian::Host& host, const historian::Config& config) : IdleInput(host, config)
    {
        if (config.text("what") == "config") throw historian::ConfigError("h.yaml:1:1: no good");
        if (config.text("what") == "unavailable") throw historian::Unavailable("not now");
        if (config.text("what") == "number") throw 42; // NOLINT(hicpp-exception-baseclass)
    }

    static constexpr historian::PluginAbout about() { return {"throwing", "1.0.0", "", kKeys}; }
};

} // namespace

HISTORIAN_INPUT(Plugin);
