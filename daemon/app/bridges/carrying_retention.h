#pragma once

#include "base/retention.h"
#include "history/counter_carry.h"

namespace historian::app {

/// A retention that lets nothing go before what history needs to know of it goes with it into the
/// same transaction.
class CarryingRetention final : public base::Retention {
public:
    /// The references outlive it.
    CarryingRetention(base::Retention& inner, const history::CounterCarry& carry)
        : inner_(inner), carry_(carry)
    {
    }

    std::optional<base::Purge> next(const StoreStatus& status) override;

    void purged(bool isDurable) override { inner_.purged(isDurable); }

    void committed() override { inner_.committed(); }

private:
    base::Retention& inner_;
    const history::CounterCarry& carry_;
};

} // namespace historian::app
