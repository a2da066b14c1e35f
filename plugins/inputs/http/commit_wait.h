#pragma once

#include <historian/input.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace historian::http {

/// What became of a submitted batch: an Outcome that outlives its call.
struct Verdict {
    struct Rejected {
        std::size_t index = 0; ///< in the batch
        std::string field;
        std::string code;
        std::string message;
    };

    bool isCommitted = false;
    std::size_t stored = 0;
    std::size_t duplicates = 0;
    std::vector<Rejected> rejected;
    std::string storeId;
    std::uint64_t lastSeq = 0;
    std::string why;
    std::chrono::milliseconds retryAfter{0};
};

/// How a wait for the commit ended.
enum class WaitEnd : std::uint8_t {
    Decided, ///< there is a verdict
    Busy,    ///< nothing was taken
    Late,    ///< no verdict before the deadline: it may or may not become durable
};

/// Places where connection threads wait for Done. A place is used again and again, so that a
/// reading costs no allocation here; one whose waiter has given up stays taken until its Done
/// has come, and keeps the room alive that long.
/// Threads: every function may be called from any thread.
class WaitingRoom : public std::enable_shared_from_this<WaitingRoom> {
private:
    struct Place;

public:
    WaitingRoom();
    ~WaitingRoom();
    WaitingRoom(const WaitingRoom&) = delete;
    WaitingRoom& operator=(const WaitingRoom&) = delete;

    /// One submission and what became of it.
    /// Threads: one.
    class Wait {
    public:
        /// Submits and waits until Done has run, at most until the deadline.
        Wait(WaitingRoom& room, Sink& sink, Batch&& batch, std::chrono::milliseconds deadline);
        ~Wait();
        Wait(const Wait&) = delete;
        Wait& operator=(const Wait&) = delete;

        WaitEnd end() const { return end_; }

        /// Busy: when to try again.
        std::chrono::milliseconds retryAfter() const { return retryAfter_; }

        /// Decided only.
        const Verdict& verdict() const;

    private:
        WaitingRoom& room_;
        Place& place_;
        WaitEnd end_ = WaitEnd::Busy;
        std::chrono::milliseconds retryAfter_{0};
    };

private:
    Place& take();
    void giveBack(Place& place);
    static void decide(Place& place, const Outcome& outcome);

    std::mutex mutex_;
    std::vector<std::unique_ptr<Place>> places_;
    std::vector<Place*> free_;
};

} // namespace historian::http
