#include "working_input.h"

namespace {

using namespace historian;

constexpr Key kKeys[] = {
    {.name = "password", .type = KeyType::Secret, .meaning = "of the meter's web page"}};

struct Broken : broken::WorkingInput {

    Broken(Host& host, const Config& config) : WorkingInput(host, config)
    {
        host.log(LogLevel::Info, "logging in with " + std::string(config.text("password")));
    }

    static constexpr PluginAbout about() { return broken::aboutOf("tells_secrets", kKeys); }
};

} // namespace

HISTORIAN_INPUT(Broken);
