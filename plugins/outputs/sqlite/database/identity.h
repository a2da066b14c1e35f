#pragma once

#include "database/connection.h"

#include <historian/clock.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace historian::sqlite {

/// Which machine and which file this is, as far as a copy of the file would differ.
struct Surroundings {
    std::string machine; ///< a digest of the machine id
    std::string file;    ///< inode and time of birth
};

Surroundings surroundingsOf(const std::filesystem::path& file,
                            const std::filesystem::path& machineId = "/etc/machine-id");

/// The store_ids a file has had.
struct Identity {
    std::int64_t store = 0;            ///< the number of the current one
    std::vector<std::string> storeIds; ///< by number; [0] is none
    bool isNew = false;                ///< the current one was minted just now
};

/// The identity of a file; mints a store_id if the file has none, or when it is no longer where it
/// was made: a copy that went on counting would give the same identity to other readings.
Identity identify(Connection& writer, const Surroundings& here, Time now);

} // namespace historian::sqlite
