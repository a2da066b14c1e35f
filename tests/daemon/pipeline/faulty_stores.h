#pragma once

#include <historian/testing/memory_store.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

namespace historian::pipeline {

/// A store in front of another one.
class WrappedStore : public Store {
public:
    explicit WrappedStore(Store& inner) : inner_(inner) {}

    std::variant<Receipt, CommitRefused> commit(const Transaction& transaction) override
    {
        return inner_.commit(transaction);
    }

    std::variant<std::uint64_t, CommitRefused>
    redate(std::string_view bootId, std::chrono::microseconds wallMinusMonotonic) override
    {
        return inner_.redate(bootId, wallMinusMonotonic);
    }

    std::variant<std::uint64_t, CommitRefused>
    reclaim(std::string_view storeId, std::uint64_t upToSeq, const PurgeLedger& ledger) override
    {
        return inner_.reclaim(storeId, upToSeq, ledger);
    }

    Result<std::unique_ptr<Snapshot>> snapshot() override { return inner_.snapshot(); }

    Segment latest() override { return inner_.latest(); }

    StoreStatus status() override { return inner_.status(); }

private:
    Store& inner_;
};

/// Throws where it should answer.
class ThrowingStore : public WrappedStore {
public:
    using WrappedStore::WrappedStore;

    std::variant<Receipt, CommitRefused> commit(const Transaction&) override
    {
        throw std::runtime_error("the plugin is broken");
    }
};

/// Its first commit lasts until it is let go; remembers how large each commit was.
class SlowStore : public WrappedStore {
public:
    using WrappedStore::WrappedStore;

    std::variant<Receipt, CommitRefused> commit(const Transaction& transaction) override
    {
        {
            std::unique_lock lock(mutex_);
            largest_ = std::max(largest_, transaction.readings.size());
            ++commits_;
            changed_.notify_all();
            changed_.wait(lock, [this] { return isLetGo_; });
        }
        return WrappedStore::commit(transaction);
    }

    void waitForCommit()
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return commits_ > 0; });
    }

    void letGo()
    {
        const std::lock_guard lock(mutex_);
        isLetGo_ = true;
        changed_.notify_all();
    }

    std::size_t largest() const
    {
        const std::lock_guard lock(mutex_);
        return largest_;
    }

private:
    std::size_t largest_ = 0;
    std::size_t commits_ = 0;
    bool isLetGo_ = false;
    std::condition_variable changed_;
    mutable std::mutex mutex_;
};

} // namespace historian::pipeline
