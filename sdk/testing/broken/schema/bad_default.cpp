#include "working_input.h"

namespace {

using namespace historian;

constexpr Key kKeys[] = {{.name = "port",
                          .type = KeyType::Integer,
                          .fallback = "70000",
                          .meaning = "the port to listen on",
                          .min = 1,
                          .max = 65'535}};

struct Broken : broken::WorkingInput {
    using WorkingInput::WorkingInput;

    static constexpr PluginAbout about() { return broken::aboutOf("bad_default", kKeys); }
};

} // namespace

HISTORIAN_INPUT(Broken);
