#include "working_output.h"

#include <historian/store.h>

namespace {

using namespace historian;

struct Broken : broken::WorkingOutput, Store {
    using WorkingOutput::WorkingOutput;

    std::variant<Receipt, CommitRefused> commit(const Transaction& transaction) override
    {
        return Receipt{"forgetful", 1, transaction.readings.size()};
    }

    std::variant<std::uint64_t, CommitRefused> redate(std::string_view,
                                                      std::chrono::microseconds) override
    {
        return std::uint64_t{0};
    }

    std::variant<std::uint64_t, CommitRefused>
    reclaim(std::string_view, std::uint64_t, const PurgeLedger&) override
    {
        return std::uint64_t{0};
    }

    Result<std::unique_ptr<Snapshot>> snapshot() override { return Error{"nothing was kept"}; }

    Segment latest() override { return {}; }

    StoreStatus status() override { return {}; }

    static constexpr PluginAbout about() { return broken::aboutOf("forgetful_store"); }
};

} // namespace

HISTORIAN_OUTPUT(Broken);
