#pragma once

#include "state/database.h"
#include "state/logbook.h"

#include <historian/testing/manual_clock.h>

#include <filesystem>
#include <memory>
#include <string>

namespace historian::state {

/// A state.db in a folder of its own, which goes with it.
class TemporaryState {
public:
    TemporaryState()
    {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "historian-state-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        reopen();
    }

    ~TemporaryState()
    {
        logbook.reset();
        database.reset();
        std::filesystem::remove_all(folder_);
    }

    TemporaryState(const TemporaryState&) = delete;
    TemporaryState& operator=(const TemporaryState&) = delete;

    /// As after a restart of the daemon.
    void reopen()
    {
        logbook.reset();
        database.reset();
        database = std::make_unique<Database>(file());
        logbook = std::make_unique<Logbook>(*database, clock);
    }

    std::filesystem::path file() const { return folder_ / "state.db"; }

    testing::ManualClock clock;
    std::unique_ptr<Database> database;
    std::unique_ptr<Logbook> logbook;

private:
    std::filesystem::path folder_;
};

} // namespace historian::state
