#pragma once

#include "base/live_feed.h"
#include "base/retention.h"
#include "base/status.h"
#include "pipeline/commit_turn.h"
#include "pipeline/intake/instance_sink.h"
#include "pipeline/intake/intake_queue.h"
#include "pipeline/intake/rejected_list.h"
#include "pipeline/notices.h"
#include "pipeline/redating.h"
#include "pipeline/room.h"

#include <historian/clock.h>

#include <array>
#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace historian::pipeline {

inline constexpr std::size_t kInputsMax = 64;
inline constexpr std::size_t kCommitReadingsMax =
    65'536; ///< in one commit; one batch is never split

/// What became of a transaction.
using CommitResult = std::variant<Receipt, CommitRefused>;

/// What a pipeline works with; all outlive it.
struct PipelineParts {
    Store& store;
    base::SymbolTable& symbols;
    state::Registry& registry;
    state::Logbook& logbook;
    const std::vector<base::DeviceProfile>& profiles;
    base::LiveFeed& feed;
    const Clock& clock;
    std::string bootId;
    base::Retention* retention = nullptr; ///< nothing: what is stored stays
};

/// The way of every reading: queue, one commit thread, one commit per turn (whatever came while the
/// last sync ran goes into the next), then the live feed and the senders. It keeps the books of
/// promise 3 and the rejected list.
/// Threads: makeSink(), start() and stop() from one thread, makeSink() before start(); the others
/// from any. The commit thread is its own.
class Pipeline {
public:
    /// Reads the rejected list, instance states and what came in the last minute from the store.
    explicit Pipeline(PipelineParts parts, QueueLimits limits = {});
    ~Pipeline();
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    /// Begins to commit.
    void start();

    /// Takes nothing more, commits what waits, and ends the thread. Safe without start, and twice.
    void stop();

    /// A way in for one instance; lives as long as the pipeline. What the instance put into its
    /// state before a submit() is written with that batch, and shares its fate.
    Sink& makeSink(std::string instance, bool acceptsUnknownDevices);

    /// The durable memory of one instance; lives as long as the pipeline.
    InstanceState& stateOf(const std::string& instance);

    /// Where other parts hand in records.
    base::RecordDesk& records() { return records_; }

    base::IntakeStatus status() const;

    /// When an input's devices said anything last; nothing before, and of what is no input. That
    /// one does not answer is no data.
    std::optional<Time> lastData(std::string_view instance) const;

    std::vector<base::RejectedEntry> rejected() const { return rejected_.list(); }

    /// Grows with every turn, also when there is nothing to do; for the watchdog.
    std::uint64_t heartbeat() const { return turns_.load(std::memory_order_relaxed); }

private:
    struct Books {
        std::atomic<std::uint64_t> stored{0};
        std::atomic<std::uint64_t> duplicates{0};
        std::atomic<std::uint64_t> rejected{0};
        std::atomic<std::uint64_t> failed{0};
        std::atomic<std::uint64_t> refusals{0};
        std::atomic<std::uint64_t> commits{0};
        std::atomic<std::int64_t> lastCommit{0};
    };

    RecordedState& findState(const std::string& instance);
    void run();
    void turn(std::span<Submitted> submitted, bool isLast);
    CommitResult attempt(std::span<Submitted> submitted, std::span<const RecordChange> idle);
    CommitResult commitSorted(std::span<const Submitted> submitted,
                              std::span<const RecordChange> idle);
    CommitResult commit(std::span<const RecordChange> changes);
    void dateAnew();
    std::chrono::microseconds wallMinusMonotonic() const;
    void keep(std::span<Submitted> submitted, const Receipt& receipt);
    void fail(std::span<Submitted> submitted, const CommitRefused& refused);
    std::vector<RecordChange> idleStates(bool isLast);
    void giveBack(std::vector<RecordChange> idle);
    void noteRejected(std::span<const Submitted> submitted);
    void publish() const;
    std::vector<Record> storedRecords(const char* kind) const;

    PipelineParts parts_;
    IntakeQueue queue_;
    RecordJournal records_;
    std::vector<Record> instanceStates_;
    RejectedList rejected_;
    Notices notices_;
    Redating redating_;
    Room room_;
    DeviceTracks tracks_;
    Duplicates duplicates_;
    CommitTurn commitTurn_;
    Receipt last_; ///< of the last commit that gave seqs
    std::deque<InstanceSink> sinks_;
    std::deque<std::pair<std::string, RecordedState>> states_;
    std::array<bool, kInputsMax> acceptsUnknown_{};
    Books books_;
    std::atomic<std::uint64_t> turns_{0};
    std::mutex statesMutex_;
    std::jthread thread_;
};

} // namespace historian::pipeline
