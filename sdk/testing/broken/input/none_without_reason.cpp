#include "working_input.h"

namespace {

using namespace historian;

struct Broken : broken::WorkingInput {
    using WorkingInput::WorkingInput;

    void start(Sink& sink) override
    {
        Batch batch;
        batch.begin(*host_.symbol(NameKind::Device, "meter")).received = host_.clock().now();
        batch.add(Value::none(*host_.symbol(NameKind::Metric, "power"), Quality::Good));
        sink.submit(std::move(batch), {});
    }

    static constexpr PluginAbout about() { return broken::aboutOf("none_without_reason"); }
};

} // namespace

HISTORIAN_INPUT(Broken);
