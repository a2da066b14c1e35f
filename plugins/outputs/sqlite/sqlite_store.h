#pragma once

#include "capacity.h"
#include "database/lock_file.h"
#include "journal/journal.h"
#include "settings.h"

#include <historian/output.h>
#include <historian/plugin.h>
#include <historian/store.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace historian::sqlite {

/// The store that comes with the daemon: history.db (FORMAT.md). It opens, reopens after a fault,
/// and says no while there is no room; Journal does the rest.
class SqliteStore : public Output, public Store {
public:
    static constexpr PluginAbout about()
    {
        return {"sqlite", "0.1.0", "keeps the readings in one SQLite file", kKeys};
    }

    SqliteStore(Host& host, const Config& config);
    SqliteStore(Host& host, Settings settings, Tuning tuning = {});
    ~SqliteStore() override;

    void start() override;
    Deliveries deliver(const Segment& segment) override; ///< never: it is where readings come from
    void stop() override;

    std::variant<Receipt, CommitRefused> commit(const Transaction& transaction) override;
    std::variant<std::uint64_t, CommitRefused>
    redate(std::string_view bootId, std::chrono::microseconds wallMinusMonotonic) override;
    std::variant<std::uint64_t, CommitRefused>
    reclaim(std::string_view storeId, std::uint64_t upToSeq, const PurgeLedger& ledger) override;
    Result<std::unique_ptr<Snapshot>> snapshot() override;
    Segment latest() override;
    StoreStatus status() override;

private:
    std::shared_ptr<Journal> journal() const;
    void setJournal(std::shared_ptr<Journal> journal);
    std::string open();
    std::optional<CommitRefused> obstacle(const Transaction& transaction);
    CommitRefused refuseFull(const char* why);
    CommitRefused refuseDiskFull(const char* why);
    CommitRefused refuseFailed(const std::string& why);
    void complain(const std::string& why);
    void recovered();

    Host& host_;
    Settings settings_;
    Tuning tuning_;
    std::uint64_t quotaBytes_ = 0;
    std::unique_ptr<LockFile> lock_;
    std::optional<Ballast> ballast_;
    SteadyTime nextOpening_{};
    std::string whyDegraded_;          ///< of the commit thread
    std::shared_ptr<Journal> journal_; ///< shared with calls that began before a reopening
    GrowthRate growth_;
    mutable std::mutex mutex_; ///< guards journal_ and growth_
};

} // namespace historian::sqlite
