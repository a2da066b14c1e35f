#include "working_input.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace {

using namespace historian;

struct Broken : broken::WorkingInput {
    using WorkingInput::WorkingInput;

    void start(Sink&) override
    {
        thread_ = std::jthread([](const std::stop_token& token) {
            std::mutex mutex;
            std::unique_lock lock(mutex);
            std::condition_variable_any().wait(lock, token, [] { return false; });
        });
    }

    std::jthread thread_; // joined when the object dies, not when it is stopped

    static constexpr PluginAbout about() { return broken::aboutOf("keeps_thread"); }
};

} // namespace

HISTORIAN_INPUT(Broken);
