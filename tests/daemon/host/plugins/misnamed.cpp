#include "idle_input.h"

namespace {

constexpr historian::Key kKeys[] = {{.name = "colour", .fallback = "green"}};

class Plugin : public IdleInput {
public:
    using IdleInput::IdleInput;

    static constexpr historian::PluginAbout about()
    {
        return {"other", "1.2.3", "Does nothing", kKeys};
    }
};

} // namespace

HISTORIAN_INPUT(Plugin);
