#pragma once

#include "base/record_desk.h"

#include <historian/host.h>
#include <historian/store.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace historian::pipeline {

/// Changes of records that wait for the next commit; what a failed commit had is kept.
/// Threads: any.
class RecordJournal : public base::RecordDesk {
public:
    std::uint64_t change(std::vector<RecordChange> changes) override;

    std::uint64_t durable() const override { return durable_.load(); }

    void put(std::string kind, std::string key, std::string body);
    void remove(std::string kind, std::string key);

    /// All that waits, the newest of each key.
    std::vector<RecordChange> take();

    /// What take() gave is durable.
    void kept() { durable_ = taken_.load(); }

    /// What take() gave was not made durable; newer changes of the same keys win.
    void giveBack(std::vector<RecordChange> changes);

    bool isEmpty() const;

private:
    std::map<std::pair<std::string, std::string>, std::optional<std::string>> waiting_;
    std::uint64_t changes_ = 0;
    std::atomic<std::uint64_t> taken_{0};
    std::atomic<std::uint64_t> durable_{0};
    mutable std::mutex mutex_; ///< guards waiting_ and changes_
};

inline constexpr auto kInstanceStateKind = "instance_state";

/// The memory of one plugin instance (SDK: InstanceState), kept as records `instance/key`. What was
/// put waits here for the instance's next batch: written before it, a position would be ahead of
/// its data after a power cut.
/// Threads: any.
class RecordedState : public InstanceState {
public:
    RecordedState(const Clock& clock, std::string instance, const std::vector<Record>& known);

    std::optional<std::string> get(std::string_view key) const override;
    void put(std::string_view key, std::string_view value) override;

    /// What waits, to go with a batch. Quick when there is nothing.
    std::vector<RecordChange> take();

    /// What waits for a batch since at least `wait`.
    std::vector<RecordChange> takeOlderThan(std::chrono::milliseconds wait);

    /// Whether a change was taken from here.
    bool owns(const RecordChange& change) const { return change.key.starts_with(prefix_); }

    /// What was taken did not become durable, without a batch being lost.
    void giveBack(std::vector<RecordChange> changes);

private:
    std::vector<RecordChange> takeLocked();

    const Clock& clock_;
    const std::string prefix_;
    std::map<std::string, std::string, std::less<>> values_;
    std::map<std::string, std::string, std::less<>> waiting_;
    SteadyTime waitingSince_{};
    std::atomic<bool> isWaiting_{false};
    mutable std::mutex mutex_;
};

} // namespace historian::pipeline
