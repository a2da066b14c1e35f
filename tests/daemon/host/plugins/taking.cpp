#include <historian/plugin.h>

namespace {

/// Takes everything.
class TakingOutput : public historian::Output {
public:
    static constexpr historian::PluginAbout about() { return {"taking", "1.0.0", "Takes", {}}; }

    TakingOutput(historian::Host& host, const historian::Config&) : host_(host) {}

    void start() override {}

    historian::Deliveries deliver(const historian::Segment& segment) override
    {
        host_.counter("sent_bytes", "bytes sent").add(10);
        return historian::Deliveries(segment.readings.size(), historian::Delivery::done());
    }

    void stop() override { host_.log(historian::LogLevel::Info, "was stopped"); }

private:
    historian::Host& host_;
};

} // namespace

HISTORIAN_OUTPUT(TakingOutput);
