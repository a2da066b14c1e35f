#pragma once

#include "base/destinations.h"
#include "base/feed.h"
#include "base/symbol_table.h"
#include "forward/agenda.h"
#include "forward/companions.h"
#include "forward/hours/hour_teller.h"
#include "forward/position/destination_book.h"
#include "forward/position/offering.h"
#include "forward/position/source.h"
#include "forward/settings.h"
#include "forward/shown_status.h"
#include "forward/tempo/batch_size.h"
#include "forward/tempo/bytes_of_day.h"
#include "forward/tempo/pace.h"
#include "forward/tempo/tempo.h"
#include "forward/verdict/bisection.h"
#include "forward/verdict/verdict.h"

#include <atomic>
#include <optional>
#include <string>

namespace historian::forward {

inline constexpr std::chrono::milliseconds kIdle{5'000}; ///< between two looks without a commit

/// What a forwarder works with; all outlive it.
struct ForwarderParts {
    Store& store;
    base::RecordDesk& desk;
    const Clock& clock;
    const base::SymbolTable& names;
    Ledger& ledger;
    Random random;
    ForwarderPace pace = {};
    base::CounterBooks* counters = nullptr; ///< nothing: no corrected counters, no hours
    std::string version = {};               ///< of the daemon
};

/// Feeds one output from the store: chooses what to offer and when, and keeps what became of it.
/// Nothing is held in memory between two steps but when to go on, so that a crash re-sends at most
/// what was under way.
/// Threads: step() and failed() on the output's; the others any.
class Forwarder final : public base::Feed {
public:
    /// Throws Unavailable if the store cannot be read.
    Forwarder(ForwarderSettings settings, ForwarderParts parts, Snapshot& snapshot);

    std::chrono::milliseconds step(const base::FeedTurn& turn) override;
    std::chrono::milliseconds failed(std::string_view why, Host& host) override;

    base::Bell& bell() override { return bell_; }

    const ForwarderSettings& settings() const { return settings_; }

    DestinationBook& book() { return book_; }

    const DestinationBook& book() const { return book_; }

    /// How it does, but for what only the store knows (backlog, oldestUnsent, positions).
    base::DestinationStatus status() const { return shown_.get(); }

    /// Readings are offered again: their hours as well.
    void tellHoursAgain() { hours_.tellAgain(); }

    /// A person changed something: look at it now.
    void hurry();

private:
    using State = base::DestinationState;

    std::chrono::milliseconds look(const base::FeedTurn& turn);
    std::optional<Error> begin(const View& view);
    std::chrono::milliseconds unreadable(Host& host, const Error& error);
    std::chrono::milliseconds nothingOf(const Choice& choice, const Offer& offer, Host& host);
    std::chrono::milliseconds waitFor(Time decided);
    std::chrono::milliseconds
    deliver(const base::FeedTurn& turn, const Choice& choice, const Offer& offer);
    void digest(Host& host,
                const Choice& choice,
                const Segment& segment,
                const Verdict& verdict,
                std::chrono::microseconds took);
    void thin(const Offer& offer);
    bool setAside(const Segment& segment, const Verdict& verdict);
    void bisect(Host& host, const Choice& choice, const Segment& segment, const std::string& why);
    void meet(Host& host,
              const Choice& choice,
              const Segment& segment,
              const Verdict::Obstacle& obstacle,
              std::chrono::microseconds took);
    void succeed(Host& host, const Choice& choice, bool isLast);
    void caughtUp(Host& host);
    void hold(Host& host, const std::string& why);
    void fail(Host& host, Lane lane, const std::string& why, std::chrono::milliseconds after);
    void count(const Verdict& verdict);
    void countBytes(std::uint64_t bytesSent);
    std::chrono::milliseconds rest() const;
    void show(Host& host, State state, const std::string& why);

    const ForwarderSettings settings_;
    ForwarderParts parts_;
    Source source_;
    Offering offering_;
    DestinationBook book_;
    Companions companions_;
    HourTeller hours_;
    bool isHoursTurn_ = false;
    bool wasBehind_ = true; ///< since it had everything last
    BatchSize batch_;
    Bisection bisection_;
    Tempo tempo_;
    BytesOfDay bytes_;
    Pace pace_;
    Lane lane_ = Lane::Backfill;
    SteadyTime gatherUntil_{};
    Agenda agenda_;
    ShownStatus shown_;
    std::atomic<bool> wantsHurry_{false};
    base::Bell bell_;
};

} // namespace historian::forward
