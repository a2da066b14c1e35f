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

    Result<std::unique_ptr<Snapshot>> snapshot() override { return Error{"nothing was kept"}; }

    Segment latest() override { return {}; }

    StoreStatus status() override { return {}; }

    static constexpr PluginAbout about() { return broken::aboutOf("forgetful_store"); }
};

} // namespace

HISTORIAN_OUTPUT(Broken);
