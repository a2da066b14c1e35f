#include "exec_output.h"

#include <utility>
#include <vector>

namespace historian::exec {

namespace {

constexpr std::chrono::seconds kNotReadyRetry{1};

void retryRest(Deliveries& deliveries, std::size_t size, const std::string& why)
{
    while (deliveries.size() < size) deliveries.push_back(Delivery::retry(kNotReadyRetry, why));
}

std::vector<std::uint64_t> seqsOf(const Segment& segment, std::size_t first, std::size_t count)
{
    std::vector<std::uint64_t> seqs;
    for (const Reading& reading : segment.readings.readings().subspan(first, count))
        seqs.push_back(reading.seq);
    return seqs;
}

} // namespace

ExecOutput::ExecOutput(Host& host,
                       const Config& config,
                       child::ChildTimes childTimes,
                       OutputTimes times)
    : host_(host), times_(times), runner_(host, child::readSettings(config), *this, childTimes)
{
}

void ExecOutput::start()
{
    runner_.start();
}

void ExecOutput::stop()
{
    runner_.stop();
}

Deliveries ExecOutput::deliver(const Segment& segment)
{
    const auto deadline = std::chrono::steady_clock::now() + times_.deliverMax;
    Deliveries deliveries;
    if (segment.readings.isEmpty()) return deliveries;
    if (!waitUntilReady()) {
        retryRest(deliveries, segment.readings.size(), whyNotReady());
        return deliveries;
    }
    while (deliveries.size() < segment.readings.size()) {
        const std::size_t first = deliveries.size();
        const BatchLine line =
            makeBatchLine(host_, segment, first, nextBatch(), child::kLineBytesMax);
        const auto answer = exchange(line, deadline);
        if (!answer) {
            retryRest(deliveries, segment.readings.size(), answer.error().message);
            break;
        }
        for (Delivery& one : answer->deliveriesOf(seqsOf(segment, first, line.readings)))
            deliveries.push_back(std::move(one));
    }
    return deliveries;
}

bool ExecOutput::waitUntilReady()
{
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, times_.readyMax, [this] { return isReady_ || hasFailed_; });
    return isReady_;
}

std::uint64_t ExecOutput::nextBatch()
{
    const std::lock_guard lock(mutex_);
    return ++batch_;
}

std::string ExecOutput::whyNotReady()
{
    const std::lock_guard lock(mutex_);
    return why_;
}

Result<Answer> ExecOutput::exchange(const BatchLine& line,
                                    std::chrono::steady_clock::time_point deadline)
{
    std::unique_lock lock(mutex_);
    answer_.reset();
    const std::uint64_t starts = starts_;
    if (!isReady_ || !runner_.send(line.text)) return Error{why_};
    const bool isDecided = changed_.wait_until(
        lock, deadline, [&] { return answer_ || !isReady_ || starts_ != starts; });
    if (answer_) return *std::exchange(answer_, std::nullopt);
    if (isDecided) return Error{why_};
    host_.counter("answers_overdue", "batches that the program did not answer in time").add(1);
    const std::string why = "the program did not answer a batch in time";
    isReady_ = false;
    why_ = why;
    runner_.restart("did not answer batch " + std::to_string(batch_) + " in time");
    return Error{why};
}

void ExecOutput::ready()
{
    const std::lock_guard lock(mutex_);
    isReady_ = true;
    hasFailed_ = false;
    ++starts_;
    changed_.notify_all();
}

void ExecOutput::line(std::string_view line)
{
    auto answer = Answer::of(line);
    const std::lock_guard lock(mutex_);
    if (answer && answer->batch() == batch_) {
        answer_ = *std::move(answer);
        changed_.notify_all();
        return;
    }
    host_.counter("answers_refused", "lines of the program that answer no batch in flight").add(1);
    if (answer) return;
    runner_.restart("sent an answer that is none: " + answer.error().message);
}

void ExecOutput::gone(const std::string& why)
{
    const std::lock_guard lock(mutex_);
    isReady_ = false;
    why_ = "the program " + why;
    changed_.notify_all();
}

void ExecOutput::failed(const std::string& why)
{
    const std::lock_guard lock(mutex_);
    hasFailed_ = true;
    why_ = "the program " + why;
    changed_.notify_all();
}

} // namespace historian::exec
