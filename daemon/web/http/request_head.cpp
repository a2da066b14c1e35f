#include "web/http/request_head.h"

#include <algorithm>
#include <charconv>

namespace historian::web {

namespace {

constexpr std::size_t kMethodBytesMax = 16;
constexpr std::size_t kNameBytesMax = 256;
constexpr std::size_t kVersionBytes = 8; // HTTP/1.1

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

/// The characters of a method or a field name (RFC 9110 5.6.2).
constexpr std::array<bool, 256> kIsToken = [] {
    std::array<bool, 256> table{};
    for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

bool isToken(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return kIsToken[static_cast<unsigned char>(c)];
    });
}

bool isFieldValue(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) || c == '\t';
    });
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

HeadFault malformed(std::string_view detail)
{
    return {400, "bad_request", detail};
}

std::optional<HeadFault> parseVersion(std::string_view text, RequestHead& head)
{
    if (text.size() != kVersionBytes || !text.starts_with("HTTP/"))
        return malformed("the request line does not end with a version of HTTP");
    head.isHttp11 = text == "HTTP/1.1";
    if (!head.isHttp11 && text != "HTTP/1.0")
        return HeadFault{505, "version_not_supported", "this server speaks HTTP/1.0 and HTTP/1.1"};
    head.keepsAlive = head.isHttp11;
    return {};
}

std::optional<HeadFault>
parseRequestLine(std::string_view line, const ServerLimits& limits, RequestHead& head)
{
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
        return malformed("the request line is not METHOD PATH VERSION");
    head.method = line.substr(0, first);
    if (!isToken(head.method)) return malformed("the method has characters that no method has");
    const std::string_view target = line.substr(first + 1, last - first - 1);
    if (target.size() > limits.uriBytesMax)
        return HeadFault{414, "uri_too_long", "the path and query are too long"};
    if (const auto fault = parseVersion(line.substr(last + 1), head)) return fault;
    const std::size_t mark = target.find('?');
    head.rawPath = target.substr(0, mark);
    head.rawQuery = mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
    return {};
}

std::optional<HeadFault> takeLength(std::string_view value, RequestHead& head)
{
    std::uint64_t length = 0;
    const char* const end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, length);
    if (value.empty() || error != std::errc{} || stop != end || value.size() > 15)
        return malformed("Content-Length is not a number of bytes");
    if (head.length.has_value()) return malformed("Content-Length is there more than once");
    head.length = length;
    return {};
}

void takeConnection(std::string_view value, RequestHead& head)
{
    if (listHas(value, "close"))
        head.keepsAlive = false;
    else if (listHas(value, "keep-alive"))
        head.keepsAlive = true;
}

std::optional<HeadFault> takeKnown(const HeaderField& field, RequestHead& head, bool& hasHost)
{
    switch (field.name.size()) {
    case 4:
        if (!equalsIgnoringCase(field.name, "host")) return {};
        if (hasHost) return malformed("Host is there more than once");
        hasHost = true;
        head.host = field.value;
        return {};
    case 10:
        if (equalsIgnoringCase(field.name, "connection")) takeConnection(field.value, head);
        return {};
    case 14:
        if (equalsIgnoringCase(field.name, "content-length")) return takeLength(field.value, head);
        return {};
    default: return {};
    }
}

std::optional<HeadFault>
parseField(std::string_view line, const ServerLimits& limits, HeaderField& field)
{
    if (line.front() == ' ' || line.front() == '\t')
        return malformed("a header field goes on in a second line");
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return malformed("a header line has no colon");
    field = {line.substr(0, colon), trimmed(line.substr(colon + 1))};
    if (!isToken(field.name) || field.name.size() > kNameBytesMax)
        return malformed("a header name has characters that no name has");
    if (field.value.size() > limits.headerValueBytesMax)
        return HeadFault{431, "header_too_large", "a header value is too long"};
    if (!isFieldValue(field.value)) return malformed("a header value has control characters");
    return {};
}

std::optional<HeadFault> checkFraming(const RequestHead& head, bool hasHost)
{
    if (head.isHttp11 && !hasHost) return malformed("Host is missing");
    if (head.hasField("transfer-encoding")) {
        if (head.length.has_value())
            return malformed("Content-Length and Transfer-Encoding are both there");
        return HeadFault{
            411, "length_required", "send the body with Content-Length, not in chunks"};
    }
    if (head.hasField("expect"))
        return HeadFault{
            417, "expectation_failed", "send the body without waiting for 100 Continue"};
    return {};
}

} // namespace

bool equalsIgnoringCase(std::string_view left, std::string_view right)
{
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) {
               return lower(a) == lower(b);
           });
}

bool listHas(std::string_view list, std::string_view word)
{
    while (!list.empty()) {
        const std::string_view item = list.substr(0, list.find(','));
        if (equalsIgnoringCase(trimmed(item), word)) return true;
        list.remove_prefix(std::min(list.size(), item.size() + 1));
    }
    return false;
}

std::string_view RequestHead::field(std::string_view name) const
{
    for (std::size_t index = 0; index < fieldCount; ++index)
        if (equalsIgnoringCase(fields[index].name, name)) return fields[index].value;
    return {};
}

bool RequestHead::hasField(std::string_view name) const
{
    return field(name).data() != nullptr;
}

HeadScanner::Found HeadScanner::refuse(int status, std::string_view code, std::string_view detail)
{
    fault_ = {status, code, detail};
    return Found::Fault;
}

HeadScanner::Found HeadScanner::checkLength(std::size_t lineBytes)
{
    if (lines_ == 0) {
        if (lineBytes > limits_.uriBytesMax + kMethodBytesMax + kVersionBytes + 2)
            return refuse(414, "uri_too_long", "the path and query are too long");
    } else if (lineBytes > limits_.headerValueBytesMax + kNameBytesMax) {
        return refuse(431, "header_too_large", "a header line is too long");
    }
    if (scanned_ > limits_.headerBytesMax)
        return refuse(431, "header_too_large", "the header is too long");
    return Found::More;
}

HeadScanner::Found HeadScanner::scan(std::string_view bytes)
{
    while (scanned_ < bytes.size()) {
        const std::size_t end = bytes.find('\n', scanned_);
        scanned_ = end == std::string_view::npos ? bytes.size() : end + 1;
        if (const Found found = checkLength(scanned_ - lineStart_); found != Found::More)
            return found;
        if (end == std::string_view::npos) return Found::More;
        if (end == lineStart_ || bytes[end - 1] != '\r')
            return refuse(400, "bad_request", "a header line ends without CR LF");
        const bool isEmptyLine = end == lineStart_ + 1;
        lineStart_ = scanned_;
        if (isEmptyLine && lines_ == 0)
            return refuse(400, "bad_request", "the request line is empty");
        if (isEmptyLine) return Found::Whole;
        if (++lines_ > std::min(limits_.headerFieldsMax, kHeaderFieldsCeiling) + 1)
            return refuse(431, "too_many_headers", "there are too many header fields");
    }
    return Found::More;
}

std::optional<HeadFault>
parseHead(std::string_view bytes, const ServerLimits& limits, RequestHead& head)
{
    const std::size_t lineEnd = bytes.find("\r\n");
    head.fieldCount = 0;
    head.length.reset();
    head.host = {};
    if (const auto fault = parseRequestLine(bytes.substr(0, lineEnd), limits, head)) return fault;
    bytes.remove_prefix(lineEnd + 2);
    bool hasHost = false;
    for (std::size_t end = bytes.find("\r\n"); end != 0; end = bytes.find("\r\n")) {
        HeaderField& field = head.fields[head.fieldCount++];
        if (const auto fault = parseField(bytes.substr(0, end), limits, field)) return fault;
        if (const auto fault = takeKnown(field, head, hasHost)) return fault;
        bytes.remove_prefix(end + 2);
    }
    return checkFraming(head, hasHost);
}

} // namespace historian::web
