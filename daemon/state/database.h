#pragma once

#include <filesystem>
#include <memory>
#include <mutex>

namespace Poco::Data {
class Session;
}

namespace historian::state {

/// state.db: what people decided and who may log in. It lies beside history.db but outlives its
/// quarantine; WAL, synchronous=FULL, outside the quota, mode 0600. Schema changes are numbered
/// migrations. Throws Unavailable if the file cannot be opened or is newer than this program.
/// Threads: any; one statement at a time.
class Database {
public:
    explicit Database(const std::filesystem::path& file);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Calls `use` with the session while the lock is held. A Poco::Exception that comes out of it
    /// is thrown on.
    template <typename Use>
    auto with(Use use)
    {
        const std::lock_guard lock(mutex_);
        return use(*session_);
    }

    /// Calls `use` inside one transaction: all that it writes through this object becomes durable,
    /// or, if it throws, nothing.
    template <typename Use>
    void atomically(Use use)
    {
        const std::lock_guard lock(mutex_);
        Transaction transaction(*session_);
        use();
        transaction.commit();
    }

private:
    /// Rolls back unless it was committed.
    class Transaction {
    public:
        explicit Transaction(Poco::Data::Session& session);
        ~Transaction();
        Transaction(const Transaction&) = delete;
        Transaction& operator=(const Transaction&) = delete;
        void commit();

    private:
        Poco::Data::Session& session_;
        bool isOpen_ = true;
    };

    std::unique_ptr<Poco::Data::Session> session_;
    std::recursive_mutex mutex_; ///< recursive: with() is called inside atomically()
};

} // namespace historian::state
