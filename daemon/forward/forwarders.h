#pragma once

#include "base/destinations.h"
#include "base/errand.h"
#include "base/retention.h"
#include "base/symbol_table.h"
#include "forward/forwarder.h"
#include "forward/purge_plan.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace historian::forward {

/// What all forwarders stand on; all of it outlives them.
struct ForwardersParts {
    Store& store;
    base::RecordDesk& desk;
    const Clock& clock;
    const base::SymbolTable& symbols;
    Random random;
    base::RunErrand runErrand;
    ForwarderPace pace = {};
    base::CounterBooks* counters = nullptr; ///< nothing: no corrected counters
    std::string version = {};               ///< of the daemon
};

/// The forwarders of all outputs: what people may ask and do about destinations, and what the store
/// may let go of.
/// Threads: add() before the others; next(), purged() and committed() on the commit thread; the
/// others any.
class Forwarders final : public base::Destinations, public base::Retention {
public:
    /// Throws Unavailable if the store cannot be read.
    explicit Forwarders(ForwardersParts parts);

    /// The feed of one more output; lives as long as this.
    base::Feed& add(ForwarderSettings settings);

    std::vector<base::DestinationStatus> destinations() const override;

    std::optional<Error> pause(std::string_view output) override { return setPaused(output, true); }

    std::optional<Error> resume(std::string_view output) override
    {
        return setPaused(output, false);
    }

    Result<std::uint64_t> rewind(std::string_view output, Time from) override;
    Result<std::vector<base::QuarantinedReading>> quarantine(std::string_view output,
                                                             const base::QuarantineChoice& after,
                                                             std::size_t limit) const override;
    Result<std::uint64_t> retry(std::string_view output,
                                const base::QuarantineChoice& which) override;
    Result<std::uint64_t> discard(std::string_view output,
                                  const base::QuarantineChoice& which,
                                  std::string_view reason) override;
    Result<std::vector<base::VerifiedDay>>
    verify(std::string_view output, Time from, Time to) override;
    Result<std::vector<ProbeStep>> probe(std::string_view instance) override;

    std::optional<base::Purge> next(const StoreStatus& status) override;
    void purged(bool isDurable) override;
    void committed() override;

    const Ledger& ledger() const { return ledger_; }

private:
    Forwarder* find(std::string_view output) const;
    Error unknown(std::string_view output) const;
    std::optional<base::DataADay> dataADayOf(const Forwarder& forwarder) const;
    std::optional<Error> setPaused(std::string_view output, bool isPaused);
    void addUnconfigured(std::vector<base::DestinationStatus>& all, const View& view) const;
    void
    complete(base::DestinationStatus& status, const Forwarder& forwarder, const View& view) const;

    ForwardersParts parts_;
    Source source_;
    SteadyTime since_;
    Ledger ledger_;
    std::vector<std::unique_ptr<Forwarder>> forwarders_;
    PurgePlan purge_;
};

} // namespace historian::forward
