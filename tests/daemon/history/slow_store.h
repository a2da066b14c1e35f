#pragma once

#include <historian/store.h>

#include <atomic>
#include <future>
#include <memory>
#include <utility>

namespace historian::history::testing {

/// A store in which the readings of one device cannot be read until goOn().
class SlowStore : public Store {
public:
    SlowStore(Store& store, Symbol device) : store_(store), device_(device) {}

    void waitUntilRead() { begun_.get_future().wait(); }

    void goOn() { mayGoOn_.set_value(); }

    Result<std::unique_ptr<Snapshot>> snapshot() override
    {
        auto snapshot = store_.snapshot();
        if (!snapshot) return snapshot.error();
        return std::unique_ptr<Snapshot>(std::make_unique<View>(*this, *std::move(snapshot)));
    }

    std::variant<Receipt, CommitRefused> commit(const Transaction& transaction) override
    {
        return store_.commit(transaction);
    }

    std::variant<std::uint64_t, CommitRefused>
    redate(std::string_view bootId, std::chrono::microseconds wallMinusMonotonic) override
    {
        return store_.redate(bootId, wallMinusMonotonic);
    }

    std::variant<std::uint64_t, CommitRefused>
    reclaim(std::string_view storeId, std::uint64_t upToSeq, const PurgeLedger& ledger) override
    {
        return store_.reclaim(storeId, upToSeq, ledger);
    }

    Segment latest() override { return store_.latest(); }

    StoreStatus status() override { return store_.status(); }

private:
    class View : public Snapshot {
    public:
        View(SlowStore& store, std::unique_ptr<Snapshot> all) : store_(store), all_(std::move(all))
        {
        }

        Result<Segment> readAfter(std::uint64_t seq, std::size_t readingsMax) override
        {
            return all_->readAfter(seq, readingsMax);
        }

        Result<Segment>
        readAfter(std::string_view storeId, std::uint64_t seq, std::size_t readingsMax) override
        {
            return all_->readAfter(storeId, seq, readingsMax);
        }

        Result<std::vector<StoreSpan>> spans() override { return all_->spans(); }

        std::optional<Error> scan(Symbol device,
                                  std::span<const Symbol> metrics,
                                  Time from,
                                  Time to,
                                  const SegmentVisitor& visit) override
        {
            if (device == store_.device_) store_.waitToGoOn();
            return all_->scan(device, metrics, from, to, visit);
        }

        Result<std::vector<Record>> records(std::string_view kind) override
        {
            return all_->records(kind);
        }

    private:
        SlowStore& store_;
        std::unique_ptr<Snapshot> all_;
    };

    void waitToGoOn()
    {
        if (!isBegun_.exchange(true)) begun_.set_value();
        allowed_.wait();
    }

    Store& store_;
    const Symbol device_;
    std::atomic<bool> isBegun_{false};
    std::promise<void> begun_;
    std::promise<void> mayGoOn_;
    const std::shared_future<void> allowed_ = mayGoOn_.get_future().share();
};

} // namespace historian::history::testing
