#pragma once

#include "state/database.h"
#include "state/logbook.h"

#include <historian/testing/manual_clock.h>
#include <historian/testing/temp_directory.h>

#include <filesystem>
#include <memory>
#include <string>

namespace historian::state {

/// A state.db in a folder of its own, which goes with it.
class TemporaryState {
public:
    TemporaryState() { reopen(); }

    /// As after a restart of the daemon.
    void reopen()
    {
        logbook.reset();
        database.reset();
        database = std::make_unique<Database>(file());
        logbook = std::make_unique<Logbook>(*database, clock);
    }

    std::filesystem::path file() const { return folder / "state.db"; }

    const testing::TempDirectory folder;
    testing::ManualClock clock;
    std::unique_ptr<Database> database;
    std::unique_ptr<Logbook> logbook;
};

} // namespace historian::state
