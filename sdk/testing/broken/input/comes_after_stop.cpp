#include "working_input.h"

namespace {

using namespace historian;

struct Broken : broken::WorkingInput {
    using WorkingInput::WorkingInput;

    void start(Sink& sink) override { sink_ = &sink; }

    ~Broken() override
    {
        if (sink_ == nullptr) return;
        Batch batch;
        batch.begin(*host_.symbol(NameKind::Device, "late")).received = host_.clock().now();
        batch.add(Value::number(*host_.symbol(NameKind::Metric, "power"), 1));
        sink_->submit(std::move(batch), {});
    }

    Sink* sink_ = nullptr;

    static constexpr PluginAbout about() { return broken::aboutOf("comes_after_stop"); }
};

} // namespace

HISTORIAN_INPUT(Broken);
