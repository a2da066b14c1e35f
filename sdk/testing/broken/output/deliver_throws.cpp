#include "working_output.h"

namespace {

using namespace historian;

struct Broken : broken::WorkingOutput {
    using WorkingOutput::WorkingOutput;

    Deliveries deliver(const Segment&) override { throw std::runtime_error("connection refused"); }

    static constexpr PluginAbout about() { return broken::aboutOf("deliver_throws"); }
};

} // namespace

HISTORIAN_OUTPUT(Broken);
