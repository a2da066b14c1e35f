#pragma once

#include <historian/host.h>
#include <historian/store.h>

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace historian::testing {

/// A store in memory for tests, which can be told to be full or to fail.
/// Threads: any.
class MemoryStore : public Store {
public:
    std::variant<Receipt, CommitRefused> commit(const Transaction& transaction) override;
    std::variant<std::uint64_t, CommitRefused>
    redate(std::string_view bootId, std::chrono::microseconds wallMinusMonotonic) override;
    std::variant<std::uint64_t, CommitRefused>
    reclaim(std::string_view storeId, std::uint64_t upToSeq, const PurgeLedger& ledger) override;
    Result<std::unique_ptr<Snapshot>> snapshot() override;
    Segment latest() override;
    StoreStatus status() override;

    /// From now on commits are refused; nothing: they are taken again.
    void refuseWith(std::optional<CommitRefused> refusal);

    /// The quota that status() shows; commits are taken all the same.
    void limitBytes(std::uint64_t bytes);

    /// Everything committed and not reclaimed, in order.
    Batch everything() const;

    std::uint64_t commits() const;

private:
    using Records = std::map<std::pair<std::string, std::string>, std::string>;
    class View;

    struct Commit {
        std::string bootId;
        std::chrono::microseconds wallMinusMonotonic{0};
        std::uint64_t lastSeq = 0;
    };

    void write(std::span<const RecordChange> records);

    Batch readings_;
    std::vector<Commit> committed_;
    std::uint64_t lastSeq_ = 0;
    std::uint64_t quotaBytes_ = 0;
    Records records_;
    std::uint64_t commits_ = 0;
    std::uint64_t redatings_ = 0;
    std::optional<CommitRefused> refusal_;
    mutable std::mutex mutex_;
};

} // namespace historian::testing
