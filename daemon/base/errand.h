#pragma once

#include <historian/input.h>
#include <historian/output.h>

#include <functional>
#include <optional>
#include <string_view>

namespace historian::base {

/// Something to do with the object of an instance; the other pointer is nullptr.
using Errand = std::function<void(Input*, Output*)>;

/// Runs an errand on the thread of the instance of that name, between its other calls, and waits
/// for its end, at most 60 s. The error says why it was not run, or what it threw. An errand that
/// comes too late may still run later: it keeps what it needs itself.
using RunErrand = std::function<std::optional<Error>(std::string_view instance, Errand errand)>;

} // namespace historian::base
