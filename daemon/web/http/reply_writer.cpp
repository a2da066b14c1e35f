#include "web/http/reply_writer.h"

#include "web/http/problem.h"

#include <array>
#include <cassert>
#include <charconv>
#include <chrono>

namespace historian::web {

namespace {

constexpr std::string_view kSecurity =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Content-Security-Policy: default-src 'self'; frame-ancestors 'none'\r\n";

constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void appendNumber(std::string& out, std::int64_t number)
{
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void appendTwo(std::string& out, std::int64_t number)
{
    out += static_cast<char>('0' + number / 10);
    out += static_cast<char>('0' + number % 10);
}

void appendField(std::string& out, std::string_view name, std::string_view value)
{
    if (value.empty()) return;
    assert(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
    out.append(name).append(": ").append(value).append("\r\n");
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`
std::string dateText(std::chrono::sys_seconds now)
{
    const auto day = std::chrono::floor<std::chrono::days>(now);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(now - day);
    std::string out(kDays[std::chrono::weekday(day).c_encoding()]);
    out += ", ";
    appendTwo(out, static_cast<unsigned>(date.day()));
    out.append(" ").append(kMonths[static_cast<unsigned>(date.month()) - 1]).append(" ");
    appendNumber(out, static_cast<int>(date.year()));
    out += ' ';
    appendTwo(out, time.hours().count());
    out += ':';
    appendTwo(out, time.minutes().count());
    out += ':';
    appendTwo(out, time.seconds().count());
    return out + " GMT";
}

void appendStatus(std::string& out, int status)
{
    out += "HTTP/1.1 ";
    appendNumber(out, status);
    out.append(" ").append(reasonOf(status)).append("\r\n");
}

void appendRare(std::string& out, const ReplyHead& head)
{
    if (head.retryAfterSeconds > 0) {
        out += "Retry-After: ";
        appendNumber(out, head.retryAfterSeconds);
        out += "\r\n";
    }
    if (head.status == 401) out += "WWW-Authenticate: Bearer\r\n";
    if (head.status == 426) out += "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
    appendField(out, "Allow", head.allow);
    appendField(out, "Set-Cookie", head.cookie);
    appendField(out, "ETag", head.etag);
    appendField(out, "Content-Encoding", head.encoding);
    if (head.isCacheable) out += "Vary: Accept-Encoding\r\n";
    if (!head.corsOrigin.empty()) {
        appendField(out, "Access-Control-Allow-Origin", head.corsOrigin);
        out += "Vary: Origin\r\n"
               "Access-Control-Allow-Methods: GET, POST, PUT, DELETE\r\n"
               "Access-Control-Allow-Headers: authorization, content-type\r\n";
    }
}

void appendConnection(std::string& out, const ReplyHead& head)
{
    if (head.status == 101) {
        out += "Connection: Upgrade\r\nUpgrade: websocket\r\n";
        appendField(out, "Sec-WebSocket-Accept", head.upgradeAccept);
    } else if (!head.keepsAlive) {
        out += "Connection: close\r\n";
    } else if (!head.isHttp11) {
        out += "Connection: keep-alive\r\n";
    }
}

} // namespace

std::string_view ReplyWriter::date()
{
    const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now());
    if (now.time_since_epoch().count() != second_) {
        second_ = now.time_since_epoch().count();
        date_ = dateText(now);
    }
    return date_;
}

void ReplyWriter::append(const ReplyHead& head, std::string& out)
{
    appendStatus(out, head.status);
    appendField(out, "Date", date());
    appendField(out, "Content-Type", head.contentType);
    if (head.length >= 0) {
        out += "Content-Length: ";
        appendNumber(out, head.length);
        out += "\r\n";
    }
    appendConnection(out, head);
    appendRare(out, head);
    out += head.isCacheable ? std::string_view("Cache-Control: no-cache\r\n")
                            : std::string_view("Cache-Control: no-store\r\n");
    out.append(kSecurity).append("\r\n");
}

} // namespace historian::web
