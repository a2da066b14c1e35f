#include "working_input.h"

#include <historian/http.h>

namespace {

using namespace historian;

struct Broken : broken::WorkingInput, Routes {
    using WorkingInput::WorkingInput;

    std::vector<Route> routes() override
    {
        return {{"POST", "/anything", Access::Ingest, 0, BodyMode::Whole, [](HttpRequest&) {
                     return HttpReply{};
                 }}};
    }

    static constexpr PluginAbout about() { return broken::aboutOf("endless_body"); }
};

} // namespace

HISTORIAN_INPUT(Broken);
