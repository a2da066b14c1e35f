#pragma once

#include <historian/error.h>
#include <historian/reading.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace historian {

/// What became of one reading of a batch.
struct ReadingOutcome {
    enum class Kind : std::uint8_t {
        Stored,    ///< durable now
        Duplicate, ///< an equal reading is durable already; this one was not stored again
        Rejected,  ///< cannot be stored; field, code and message say why
    };

    Kind kind = Kind::Stored;
    std::uint64_t seq = 0;    ///< Stored: its number; Duplicate: that of the first one, if known
    Time time{};              ///< Stored: the time that counts
    std::string_view field;   ///< Rejected: the field at fault, for example device_id
    std::string_view code;    ///< Rejected: a stable word, for example unknown_device
    std::string_view message; ///< Rejected: a sentence
};

/// What became of a batch. Views live for the length of the call only.
struct Outcome {
    bool isCommitted = false;                 ///< every reading got its own outcome
    std::span<const ReadingOutcome> readings; ///< in the batch's order; empty if not committed
    std::string_view storeId;
    std::uint64_t lastSeq = 0;
    std::string_view why;                    ///< not committed: a sentence
    std::chrono::milliseconds retryAfter{0}; ///< not committed: when to try again
};

/// Called exactly once per accepted batch, on the commit thread. It must not block or throw.
using Done = std::function<void(const Outcome&)>;

/// The answer to submit().
struct Submission {
    bool isAccepted = true;
    std::chrono::milliseconds retryAfter{0}; ///< busy: nothing was taken, try again after this
};

/// Something that came from outside and could not be made a reading at all.
/// It is counted and kept in the rejected list that the page shows.
struct Refusal {
    std::string device;  ///< if known
    std::string field;   ///< the field at fault, if one is
    std::string code;    ///< a stable word, for example bad_json
    std::string message; ///< a sentence for the person at the device
    std::string address; ///< where it came from
    std::string excerpt; ///< at most the first 256 bytes of what was sent, made printable
};

/// Something about a device that people ask about months later, for the logbook.
struct Notice {
    std::string device; ///< if known
    std::string action; ///< a stable word, for example device_nonsense
    std::string detail; ///< a sentence
};

/// Takes readings in. Threads: every function may be called from any thread.
class Sink {
public:
    virtual ~Sink() = default;

    /// Hands over a batch. Accepted: `done` will be called once, after the commit is synced (or
    /// failed). Busy: nothing was taken and `done` is never called.
    virtual Submission submit(Batch&& batch, Done done) = 0;

    virtual void refuse(Refusal refusal) = 0;

    /// Writes into the logbook, soon. Say it when it begins, not with every poll; the same action
    /// of the same device is not written again within an hour. A sink without a logbook passes over
    /// it.
    virtual void notice(const Notice&) {}
};

/// A source of readings. Made by its plugin's factory, complete when constructed.
/// Threads: the host never makes two calls at once on one object.
class HISTORIAN_VISIBLE Input {
public:
    virtual ~Input() = default;

    /// Begins to submit. The sink outlives the matching stop(). May throw Unavailable.
    virtual void start(Sink& sink) = 0;

    /// Ends submitting and joins the input's own threads, within 5 s. Safe without start, and
    /// twice.
    virtual void stop() = 0;
};

} // namespace historian
