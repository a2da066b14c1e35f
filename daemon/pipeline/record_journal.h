#pragma once

#include <historian/host.h>
#include <historian/store.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace historian::pipeline {

/// Changes of records that wait for the next commit; what a failed commit had is kept.
/// Threads: any.
class RecordJournal {
public:
    void put(std::string kind, std::string key, std::string body);

    /// All that waits, the newest of each key.
    std::vector<RecordChange> take();

    /// What take() gave was not made durable; newer changes of the same keys win.
    void giveBack(std::vector<RecordChange> changes);

    bool isEmpty() const;

private:
    std::map<std::pair<std::string, std::string>, std::string> waiting_;
    mutable std::mutex mutex_;
};

inline constexpr auto kInstanceStateKind = "instance_state";

/// The memory of one plugin instance (SDK: InstanceState), kept as records `instance/key`.
/// Threads: any.
class RecordedState : public InstanceState {
public:
    RecordedState(RecordJournal& journal, std::string instance, const std::vector<Record>& known);

    std::optional<std::string> get(std::string_view key) const override;
    void put(std::string_view key, std::string_view value) override;

private:
    RecordJournal& journal_;
    const std::string prefix_;
    std::map<std::string, std::string, std::less<>> values_;
    mutable std::mutex mutex_;
};

} // namespace historian::pipeline
