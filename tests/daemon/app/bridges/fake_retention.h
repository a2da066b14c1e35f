#pragma once

#include "base/retention.h"

#include <vector>

namespace historian::app {

/// Wants the same to go whenever it is asked, and remembers what it was told.
class FakeRetention final : public base::Retention {
public:
    std::optional<base::Purge> next(const StoreStatus&) override
    {
        if (upToSeq == 0) return std::nullopt;
        return base::Purge{"memory-store", upToSeq, [](std::uint64_t) {
                               return std::vector<RecordChange>{{"ledger", "purged", "it"}};
                           }};
    }

    void purged(bool isDurable) override { outcomes.push_back(isDurable); }

    void committed() override { ++commits; }

    std::uint64_t upToSeq = 2;
    std::vector<bool> outcomes;
    int commits = 0;
};

} // namespace historian::app
