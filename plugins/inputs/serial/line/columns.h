#pragma once

#include "line/pattern.h"

#include <historian/error.h>

#include <span>
#include <string>
#include <string_view>

namespace historian::serial {

/// A line of values with one separator, one for each column; columns named `-` are passed over.
/// Blanks around a value do not count; there are no quotes.
Result<Fields>
csvFields(std::string_view line, char separator, std::span<const std::string> columns);

/// `name=value` pairs with blanks, commas, semicolons or ampersands between them; what has no `=`
/// is passed over. `renames` are `sent=metric` (`sent=-`: passed over); other names stay as they
/// are.
Result<Fields> pairFields(std::string_view line, std::span<const std::string> renames);

} // namespace historian::serial
