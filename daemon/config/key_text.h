#pragma once

#include <historian/config.h>

#include <string>

namespace historian::config {

/// What a value of the key must be, for messages: "a whole number", "one of none, even". Threads:
/// any.
std::string wantedText(const Key& key);

/// Its limits with their unit: "from 0.1 to 60 s", "of at least 1"; for keys that have some.
std::string rangeText(const Key& key);

} // namespace historian::config
