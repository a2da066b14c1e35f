#include "working_output.h"

namespace {

using namespace historian;

struct Broken : broken::WorkingOutput {
    using WorkingOutput::WorkingOutput;

    Deliveries deliver(const Segment&) override { return Deliveries(4, Delivery::done()); }

    static constexpr PluginAbout about() { return broken::aboutOf("answers_too_many"); }
};

} // namespace

HISTORIAN_OUTPUT(Broken);
