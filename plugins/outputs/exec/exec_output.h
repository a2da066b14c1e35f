#pragma once

#include "answer.h"
#include "batch_line.h"
#include "child/child_runner.h"

#include <historian/plugin.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>

namespace historian::exec {

/// How long deliver() waits for the child to be ready, and as a whole; the host gives it 60 s.
struct OutputTimes {
    std::chrono::milliseconds readyMax{10'000};
    std::chrono::milliseconds deliverMax{55'000};
};

/// Hands readings to a child process, one batch at a time.
/// Threads: deliver() on the host's, answers on the runner's.
class ExecOutput : public Output, private child::ChildListener {
public:
    static constexpr PluginAbout about()
    {
        return {"exec", "0.1.0", "hands readings to a program in any language", child::kKeys};
    }

    ExecOutput(Host& host,
               const Config& config,
               child::ChildTimes childTimes = {},
               OutputTimes times = {});

    void start() override;
    Deliveries deliver(const Segment& segment) override;
    void stop() override;

private:
    void ready() override;
    void line(std::string_view line) override;
    void gone(const std::string& why) override;
    void failed(const std::string& why) override;

    child::Turn turn() override { return {}; }

    bool waitUntilReady();
    Result<Answer> exchange(const BatchLine& line, std::chrono::steady_clock::time_point deadline);
    std::uint64_t nextBatch();
    std::string whyNotReady();

    Host& host_;
    const OutputTimes times_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool isReady_ = false;     // with all below guarded by mutex_
    bool hasFailed_ = false;   // its last start, so that waiting for it is in vain
    std::uint64_t batch_ = 0;  // in flight, or the last one
    std::uint64_t starts_ = 0; // of the child, so that an answer belongs to its question
    std::optional<Answer> answer_;
    std::string why_ = "the program is not ready yet";
    child::ChildRunner runner_;
};

} // namespace historian::exec
