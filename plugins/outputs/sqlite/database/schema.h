#pragma once

#include "database/connection.h"

namespace historian::sqlite {

inline constexpr std::int64_t kApplicationId = 0x48495354; ///< HIST
inline constexpr std::int64_t kFormat = 1;

/// Brings the file to this format by numbered migrations. Throws Unavailable with a sentence
/// when the file is of a newer format or of another program; DatabaseFault otherwise.
void migrate(Connection& writer);

} // namespace historian::sqlite
