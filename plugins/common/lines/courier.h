#pragma once

#include "lines/wake.h"

#include <historian/host.h>
#include <historian/input.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace historian::lines {

/// Batches that one input may have on the way, and their memory.
inline constexpr std::size_t kParcelsMax = 64;
inline constexpr std::size_t kParcelBytesMax = std::size_t{8} * 1024 * 1024;

/// A reading of a parcel that the host will not store.
struct RejectedReading {
    std::size_t index = 0; ///< in the batch
    std::string field;
    std::string message;
};

/// A parcel that is durable now, but for the readings that were rejected.
struct Delivered {
    std::uint64_t parcel = 0;
    std::vector<RejectedReading> rejected;
};

/// Carries batches to the sink and keeps a copy of each until it is committed: a busy host or a
/// failed commit delays a batch and does not lose it. Who adds only while hasRoom() is slowed down
/// by a slow store and bounded in memory. Threads: one, which polls the wake; the host's commit
/// thread only leaves notes.
class Courier {
public:
    /// The wake is shared with commits that outlive the courier.
    explicit Courier(std::shared_ptr<Wake> wake);
    ~Courier();
    Courier(const Courier&) = delete;
    Courier& operator=(const Courier&) = delete;

    bool hasRoom() const;

    /// Takes a batch over; the parcel's number is the caller's.
    void add(Batch&& batch, std::uint64_t parcel);

    /// Hands over what is due. The answer: what was committed since the last call, in order.
    std::vector<Delivered> work(Sink& sink, SteadyTime now);

    /// When work() has something to do without being woken.
    std::optional<SteadyTime> due() const;

    /// How long the host asked to wait, while it cannot take or store anything.
    std::optional<std::chrono::milliseconds> delay() const { return delay_; }

    /// How many readings were not handed over, for the books at the end.
    std::size_t readingsKept() const;

    /// Counts and logs these, if there are any, as lost.
    void sayLost(Host& host) const;

private:
    struct Inbox;
    struct Note;

    struct Parcel {
        std::uint64_t number;
        Batch batch;
        bool isOnTheWay;
    };

    std::vector<Delivered> readNotes(SteadyTime now);
    void handOver(Sink& sink, Parcel& parcel, SteadyTime now);
    void waitFor(std::chrono::milliseconds delay, SteadyTime now);

    std::shared_ptr<Inbox> inbox_; // shared with the host's commit thread, which may come late
    std::deque<Parcel> parcels_;
    std::size_t bytes_ = 0;
    SteadyTime notBefore_{};
    std::optional<std::chrono::milliseconds> delay_;
};

} // namespace historian::lines
