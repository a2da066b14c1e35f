#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace historian::load {

/// One HTTP reply at the beginning of what was received.
struct Reply {
    int status = 0;
    std::size_t bytes = 0; ///< head and body
    std::string_view body;
    bool closes = false; ///< Connection: close
};

/// The reply, once all of it is there. A reply without Content-Length is read as empty.
std::optional<Reply> replyIn(std::string_view received);

/// The number behind `"accepted":`; 1 where an answer has none, as that to a single reading.
std::uint64_t acceptedIn(std::string_view body);

} // namespace historian::load
