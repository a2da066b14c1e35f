#pragma once

#include "child/child_settings.h"

#include <historian/error.h>

#include <string>
#include <string_view>

namespace historian::child {

/// Longest line either side may send, without its line feed.
inline constexpr std::size_t kLineBytesMax = std::size_t{1024} * 1024;

/// What the child says of itself.
struct Ready {
    std::string name;
    std::string version;
};

/// `{"hello":1,"instance":"…","config":{"KEY":"VALUE",…}}`, the first line to the child.
std::string helloLine(std::string_view instance, const ChildSettings& settings);

/// The child's first line `{"ready":1,"name":"…","version":"…"}`, or why it is not one.
Result<Ready> readReady(std::string_view line);

/// The `id` of a JSON object, as JSON; empty if there is none that is a text or a number.
std::string idOf(std::string_view line);

} // namespace historian::child
