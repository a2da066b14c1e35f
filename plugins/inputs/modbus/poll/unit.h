#pragma once

#include "plan/asker.h"
#include "plan/read_plan.h"
#include "sunspec/discovery.h"

namespace historian::modbus {

/// One unit of a connection, as configured.
struct UnitSettings {
    std::uint8_t id = 1;
    std::string deviceName;
    std::string profile; ///< its name; empty: registers only
    Symbol device;
    std::chrono::milliseconds interval{1000};
    std::string intervalPlace; ///< where the interval is written
    std::chrono::milliseconds connectDelay{0};
    Manners manners;
    BlockLimits limits;
    std::vector<Item> items;
    std::optional<std::uint16_t> base; ///< SunSpec: where to look; nothing: at the usual places
};

/// What one poll of a unit brought.
struct Poll {
    Answer::Kind end = Answer::Kind::Values; ///< Values: it answered; else why the poll ended early
    std::string why;                         ///< what is wrong with the unit; empty if nothing is
    Batch batch;                             ///< one reading, or none if there is nothing to say
    std::optional<std::string> refused;      ///< what it never gives; empty if there is nothing
    std::vector<std::string> notices;        ///< for the log: what else it refused
    std::size_t goodValues = 0;
    bool isCutShort = false; ///< it answered, but one request found no reply: that may come late
};

/// Polls one unit and remembers what it can do. A value that cannot be had is told once, as none
/// with the reason, and then not again until it is back. Threads: none.
class Unit {
public:
    explicit Unit(UnitSettings settings);

    const UnitSettings& settings() const { return settings_; }

    /// "unit 3 (meter-3)".
    std::string name() const;

    /// A poll that ends because the line was lost brings no reading: it may be tried again at once,
    /// or else unreachable() says so.
    Task<Poll> poll(Asker& ask, const Clock& clock);

    /// There is no line to the unit: the reading that says so, if that was not said before.
    Batch unreachable(const Clock& clock);

private:
    bool usesModels() const;
    Task<bool> discover(Asker& ask, Poll& poll, SteadyTime now);
    void searchAgainNow();
    void brokeOff(const Discovery& found, Poll& poll, SteadyTime now);
    void plan(std::vector<Item> items);

    UnitSettings settings_;
    std::optional<ReadPlan> plan_;
    std::vector<bool> isMissing_; ///< per item of the plan: told as none already
    std::vector<Model> models_;
    std::optional<SteadyTime> searchAt_; ///< for models; nothing: they are known
    int brokenSearches_ = 0;             ///< in a row, while the unit answered
};

} // namespace historian::modbus
