#include "idle_input.h"

/// The other twin has a function of the same name.
extern "C" HISTORIAN_VISIBLE const char* twinName();

const char* twinName()
{
    return "second";
}

namespace {

class Plugin : public IdleInput {
public:
    Plugin(historian::Host& host, const historian::Config& config) : IdleInput(host, config)
    {
        host.log(historian::LogLevel::Info, twinName());
    }

    static constexpr historian::PluginAbout about() { return {"twin_second", "1.0.0", "", {}}; }
};

} // namespace

HISTORIAN_INPUT(Plugin);
