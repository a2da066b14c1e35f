#include "web/http/problem.h"

#include <historian/codec/json_writer.h>

#include <array>
#include <atomic>
#include <charconv>
#include <string>
#include <utility>

namespace historian::web {

namespace {

constexpr std::pair<int, std::string_view> kReasons[] = {
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {411, "Length Required"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {426, "Upgrade Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
};

/// Tells one answer from another in a log; no secret, so a count will do.
std::string nextRequestId()
{
    static std::atomic<std::uint64_t> count{0};
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), ++count, 16).ptr;
    return "r" + std::string(digits.data(), end);
}

} // namespace

std::string_view reasonOf(int status)
{
    for (const auto& [number, reason] : kReasons)
        if (number == status) return reason;
    return {};
}

bool isPredecessorPath(std::string_view path)
{
    if (path == "/health") return true;
    return path.starts_with("/api/") && !path.starts_with("/api/v1/") &&
           !path.starts_with("/api/v2/");
}

HttpReply problem(int status, std::string_view code, std::string_view detail, std::string_view path)
{
    HttpReply reply;
    reply.status = status;
    codec::JsonWriter json;
    json.beginObject();
    if (isPredecessorPath(path)) {
        json.key("detail").text(detail).endObject();
        reply.body = json.take();
        return reply;
    }
    reply.contentType = "application/problem+json";
    json.key("type").text("about:blank").key("title").text(reasonOf(status));
    json.key("status").integer(status).key("detail").text(detail);
    json.key("instance").text(path).key("code").text(code);
    json.key("request_id").text(nextRequestId()).endObject();
    reply.body = json.take();
    return reply;
}

} // namespace historian::web
