#pragma once

#include "line/pattern.h"

#include <string>

namespace historian::serial {

/// Fields as the one JSON of readings: whole numbers and numbers of time as numbers, everything
/// else as text, which the reader of that JSON makes numbers of where it can.
std::string jsonOf(const Fields& fields);

} // namespace historian::serial
