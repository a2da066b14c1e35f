#pragma once

#include "outbox.h"
#include "plan/schedule.h"
#include "settings.h"

#include <historian/probe.h>

#include <mutex>
#include <stop_token>

namespace historian::modbus {

inline constexpr std::chrono::seconds kConnectMax{3};
inline constexpr std::chrono::milliseconds kReopenFirst{500};
inline constexpr std::chrono::seconds kReopenMax{5};

/// Polls the units of one connection in turn, whichever is due first, and keeps the connection
/// open. Threads: run() on one, probe() on another; interrupt() on any.
class Poller {
public:
    /// Throws Unavailable if a certificate cannot be used.
    Poller(Host& host, Settings settings);

    /// Until the token says stop and interrupt() was called.
    void run(const std::stop_token& token, Sink& sink);

    void interrupt() { waiter_.interrupt(); }

    /// After run() has ended: lets go of the line.
    void rest();

    /// Asks every unit once, between two polls; what it says is not submitted.
    std::vector<ProbeStep> probe(std::chrono::milliseconds limit);

private:
    struct Seat {
        Unit unit;
        Schedule schedule;
        std::string why; ///< it does not answer as it should; empty if it does
    };

    SteadyTime turn(Sink& sink);
    bool reopen();
    void settleAfterOpening();
    void lineFailed(SteadyTime now);
    void pollSeat(Seat& seat, Sink& sink);
    Poll ask(Unit& unit);
    void conclude(Seat& seat, Poll& poll, Sink& sink);
    void say(Seat& seat, const Poll& poll, Sink& sink);
    void report();
    ProbeStep probeUnit(const UnitSettings& settings);

    Host& host_;
    Connection connection_;
    Waiter waiter_;
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
    std::optional<std::string> reported_; ///< to the host; nothing: not yet
    std::mutex mutex_;                    ///< held while the line is used
    std::mutex turnstile_;                ///< lets a probe in between two polls
};

} // namespace historian::modbus
