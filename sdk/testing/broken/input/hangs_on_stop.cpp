#include "working_input.h"

#include <condition_variable>
#include <mutex>

namespace {

using namespace historian;

struct Broken : broken::WorkingInput {
    using WorkingInput::WorkingInput;

    void stop() override
    {
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable().wait(lock, [] { return false; });
    }

    static constexpr PluginAbout about() { return broken::aboutOf("hangs_on_stop"); }
};

} // namespace

HISTORIAN_INPUT(Broken);
