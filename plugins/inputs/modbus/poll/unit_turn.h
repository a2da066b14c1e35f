#pragma once

#include "poll/unit.h"
#include "register/decode.h"

namespace historian::modbus {

inline constexpr int kCutsPerPollMax = 32;
inline constexpr std::size_t kRefusedNamedMax = 5; ///< in words, of one unit

/// One walk through the requests of a unit that are due. Threads: none.
class UnitTurn {
public:
    /// `isMissing` says per item whether it was told as none before; it is kept up to date.
    UnitTurn(Symbol device,
             ReadPlan& plan,
             std::vector<bool>& isMissing,
             const Clock& clock,
             Poll& poll);

    /// Asks for everything that is due and fills the poll.
    Task<> run(Asker& ask);

    /// Everything that is due cannot be had.
    void missEverything(Quality reason = Quality::BadCommunication);

    bool wasRefused() const { return wasRefused_; }

private:
    Task<> askAll(Asker& ask);
    Task<bool> read(std::size_t id, Asker& ask);
    void giveUp();
    void take(const Block& block, const Words& words);
    bool refused(std::size_t id, const Answer& answer);
    void noReply(std::size_t id, const Answer& answer);
    void learn(std::size_t id, const std::string& what);
    void tellRefused();
    void miss(const Block& block, Quality reason);
    void add(std::size_t item, const Decoded& decoded);
    std::string describe(const Block& block) const;

    Symbol device_;
    ReadPlan& plan_;
    std::vector<bool>& isMissing_;
    const Clock& clock_;
    Poll& poll_;
    std::vector<std::size_t> work_;
    std::vector<std::size_t> pieces_; ///< of the request that was refused last
    int cuts_ = 0;
    bool hasAnswered_ = false; ///< in this turn
    bool wasRefused_ = false;
    bool hasNews_ = false; ///< an item was refused that was not before
};

} // namespace historian::modbus
