#include "working_output.h"

namespace {

using namespace historian;

struct Broken : broken::WorkingOutput {
    using WorkingOutput::WorkingOutput;

    Deliveries deliver(const Segment& segment) override
    {
        return Deliveries(segment.readings.size(), Delivery::retry(std::chrono::seconds(1), ""));
    }

    static constexpr PluginAbout about() { return broken::aboutOf("silent_retry"); }
};

} // namespace

HISTORIAN_OUTPUT(Broken);
