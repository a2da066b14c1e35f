#include "reply_scanner.h"

#include <charconv>

namespace historian::load {
namespace {

template <typename Number>
Number numberAt(std::string_view text, std::size_t at)
{
    Number number = 0;
    std::from_chars(text.data() + at, text.data() + text.size(), number);
    return number;
}

} // namespace

std::optional<Reply> replyIn(std::string_view received)
{
    constexpr std::string_view length = "\r\nContent-Length: ";
    const std::size_t end = received.find("\r\n\r\n");
    if (end == std::string_view::npos || end < 12) return std::nullopt;
    const std::string_view head = received.substr(0, end);
    Reply reply;
    reply.status = numberAt<int>(head, 9);
    reply.closes = head.find("\r\nConnection: close") != std::string_view::npos ||
                   head.find("\r\nConnection: Close") != std::string_view::npos;
    const std::size_t at = head.find(length);
    const std::size_t bodyBytes =
        at == std::string_view::npos ? 0 : numberAt<std::size_t>(head, at + length.size());
    reply.bytes = end + 4 + bodyBytes;
    if (received.size() < reply.bytes) return std::nullopt;
    reply.body = received.substr(end + 4, bodyBytes);
    return reply;
}

std::uint64_t acceptedIn(std::string_view body)
{
    constexpr std::string_view key = "\"accepted\":";
    const std::size_t at = body.find(key);
    return at == std::string_view::npos ? 1 : numberAt<std::uint64_t>(body, at + key.size());
}

} // namespace historian::load
