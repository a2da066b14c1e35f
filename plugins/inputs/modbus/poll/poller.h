#pragma once

#include "plan/schedule.h"
#include "poll/outbox.h"
#include "poll/troubles.h"
#include "settings.h"

#include <historian/probe.h>

#include <future>
#include <mutex>

namespace historian::modbus {

inline constexpr std::chrono::seconds kConnectMax{3};
inline constexpr std::chrono::milliseconds kReopenFirst{500};
inline constexpr std::chrono::seconds kReopenMax{5};

/// Polls the units of one connection in turn, whichever is due first, and keeps the connection
/// open. Threads: that of the loop; askForProbe() any.
class Poller {
public:
    using Steps = std::vector<ProbeStep>;

    /// What it works with; all outlive it.
    struct Parts {
        Host& host;
        Loop& loop;
        Troubles& troubles;
    };

    /// Throws Unavailable if a certificate cannot be used.
    Poller(Parts parts, LineSettings settings);

    /// Until the loop is interrupted.
    Task<> run(Sink& sink);

    /// After run() has ended: lets go of the line.
    void rest() { line_->close(); }

    /// Asks every unit once; what it says is not submitted.
    Task<Steps> probe(std::chrono::milliseconds limit);

    /// Lets run() do that between two polls; the loop must be nudged.
    std::future<Steps> askForProbe(std::chrono::milliseconds limit);

private:
    struct Seat {
        Unit unit;
        Schedule schedule;
        std::string why = {};     ///< it does not answer as it should; empty if it does
        std::string refused = {}; ///< what it never gives
    };

    struct Wish {
        std::chrono::milliseconds limit;
        std::promise<Steps> steps;
    };

    Task<SteadyTime> turn(Sink& sink);
    Task<bool> reopen();
    Task<> settleAfterOpening();
    void lineFailed(SteadyTime now);
    Task<> pollSeat(Seat& seat, Sink& sink);
    Task<Poll> ask(Unit& unit);
    void conclude(Seat& seat, Poll& poll, Sink& sink);
    void say(Seat& seat, const Poll& poll, Sink& sink);
    void sayRefused(const std::string& name, const std::string& refused);
    void report();
    std::optional<Wish> takeWish();
    Task<ProbeStep> probeUnit(const UnitSettings& settings);

    Host& host_;
    Loop& loop_;
    Troubles& troubles_;
    Connection connection_;
    std::unique_ptr<Line> line_;
    Outbox outbox_;
    Counter& skipped_;
    Counter& polls_;
    std::vector<Seat> seats_;
    SteadyTime reopenAt_{};
    int lineFailures_ = 0;     ///< since something answered last
    bool wasDown_ = false;     ///< it could not be opened
    bool hasAnswered_ = false; ///< since it was opened
    std::string lineWhy_;
    std::mutex mutex_; ///< of the wish
    std::optional<Wish> wish_;
};

} // namespace historian::modbus
