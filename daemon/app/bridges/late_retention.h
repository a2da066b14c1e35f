#pragma once

#include "base/retention.h"

namespace historian::app {

/// A retention that is made later than what asks it. Until then everything stays.
/// Threads: use() before the commit thread starts.
class LateRetention final : public base::Retention {
public:
    void use(base::Retention& retention) { retention_ = &retention; }

    std::optional<base::Purge> next(const StoreStatus& status) override
    {
        return retention_ == nullptr ? std::nullopt : retention_->next(status);
    }

    void purged(bool isDurable) override
    {
        if (retention_ != nullptr) retention_->purged(isDurable);
    }

    void committed() override
    {
        if (retention_ != nullptr) retention_->committed();
    }

private:
    base::Retention* retention_ = nullptr;
};

} // namespace historian::app
