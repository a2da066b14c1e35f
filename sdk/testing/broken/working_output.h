#pragma once

#include "working_input.h"

namespace historian::broken {

/// An output that breaks no rule; each plugin here changes one thing.
class WorkingOutput : public Output {
public:
    WorkingOutput(Host&, const Config&) {}

    void start() override {}

    Deliveries deliver(const Segment& segment) override
    {
        return Deliveries(segment.readings.size(), Delivery::done());
    }

    void stop() override {}
};

} // namespace historian::broken
