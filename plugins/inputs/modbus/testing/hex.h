#pragma once

#include "wire/pdu.h"

#include <string>

namespace historian::modbus::testing {

/// Bytes as they stand in a protocol document: "01 03 00 00".
Bytes hex(std::string_view text);

/// And back.
std::string hexText(ByteView bytes);

} // namespace historian::modbus::testing
