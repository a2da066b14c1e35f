#include "idle_input.h"

void isNowhere();

namespace {

class Plugin : public IdleInput {
public:
    using IdleInput::IdleInput;

    void start(historian::Sink&) override { isNowhere(); }

    static constexpr historian::PluginAbout about() { return {"undefined", "1.0.0", "", {}}; }
};

} // namespace

HISTORIAN_INPUT(Plugin);
