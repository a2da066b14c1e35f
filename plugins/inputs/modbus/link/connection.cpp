#include "link/connection.h"

#include "link/mbap_line.h"
#include "link/rtu_line.h"

#include <charconv>
#include <optional>

namespace historian::modbus {
namespace {

struct Scheme {
    std::string_view name;
    Connection::Kind kind;
    std::string_view port;
};

constexpr Scheme kSchemes[] = {{"tcp://", Connection::Kind::Tcp, "502"},
                               {"rtutcp://", Connection::Kind::RtuOverTcp, ""},
                               {"tls://", Connection::Kind::Tls, "802"},
                               {"rtu://", Connection::Kind::Rtu, ""}};

std::optional<int> wholeNumber(std::string_view text)
{
    int number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::string parseEndpoint(std::string_view text, std::string_view port, Endpoint& endpoint)
{
    if (text.ends_with('/')) text.remove_suffix(1);
    const bool isBracketed = text.starts_with('[');
    const std::size_t end = isBracketed ? text.find(']') : text.rfind(':');
    if (isBracketed && end == std::string_view::npos) return "an IPv6 address ends with ]";
    endpoint.host = isBracketed ? text.substr(1, end - 1) : text.substr(0, end);
    const std::size_t colon = isBracketed ? text.find(':', end) : end;
    endpoint.port = colon == std::string_view::npos ? port : text.substr(colon + 1);
    const std::optional<int> number = wholeNumber(endpoint.port);
    if (endpoint.host.empty() ||
        endpoint.host.find_first_of(isBracketed ? "/?@ " : ":/?@ ") != std::string::npos)
        return "there is no host, or an IPv6 address without brackets";
    if (!number || *number < 1 || *number > 65535) return "a port is a number from 1 to 65535";
    return {};
}

bool parseFormat(std::string_view text, SerialFormat& format)
{
    if (text.size() != 3 || (text[0] != '7' && text[0] != '8') ||
        std::string_view("NEO").find(text[1]) == std::string_view::npos ||
        (text[2] != '1' && text[2] != '2'))
        return false;
    format.dataBits = text[0] - '0';
    format.parity = text[1];
    format.stopBits = text[2] - '0';
    return true;
}

std::string parseOption(std::string_view option, SerialFormat& format)
{
    const std::size_t equals = option.find('=');
    const std::string_view key = option.substr(0, equals);
    const std::string_view value =
        equals == std::string_view::npos ? "" : option.substr(equals + 1);
    if (key == "baud") {
        format.baud = wholeNumber(value).value_or(0);
        return isKnownBaud(format.baud) ? "" : "baud is one of 1200, 2400, ... 921600";
    }
    if (key == "format") return parseFormat(value, format) ? "" : "format is like 8N1, 8E1 or 8N2";
    return "'" + std::string(key) + "' is neither baud nor format";
}

std::string parseSerial(std::string_view text, Connection& connection)
{
    const std::size_t question = text.find('?');
    connection.path = text.substr(0, question);
    if (!connection.path.starts_with('/'))
        return "a serial line is an absolute path, rtu:///dev/...";
    std::string_view options = question == std::string_view::npos ? "" : text.substr(question + 1);
    while (!options.empty()) {
        const std::size_t end = std::min(options.find('&'), options.size());
        if (std::string fault = parseOption(options.substr(0, end), connection.format);
            !fault.empty())
            return fault;
        options.remove_prefix(std::min(end + 1, options.size()));
    }
    return {};
}

std::unique_ptr<Channel> makeChannel(const Connection& connection, const TlsFiles& tls, Loop& loop)
{
    switch (connection.kind) {
    case Connection::Kind::Tls: return std::make_unique<TlsChannel>(connection.endpoint, tls, loop);
    case Connection::Kind::Rtu:
        return std::make_unique<SerialChannel>(connection.path, connection.format, loop);
    case Connection::Kind::Tcp:
    case Connection::Kind::RtuOverTcp: break;
    }
    return std::make_unique<TcpChannel>(connection.endpoint, loop);
}

} // namespace

Result<Connection> parseConnection(std::string_view text)
{
    for (const Scheme& scheme : kSchemes) {
        if (!text.starts_with(scheme.name)) continue;
        Connection connection{scheme.kind, std::string(text), {}, {}, {}};
        const std::string_view rest = text.substr(scheme.name.size());
        const std::string fault = scheme.kind == Connection::Kind::Rtu
                                      ? parseSerial(rest, connection)
                                      : parseEndpoint(rest, scheme.port, connection.endpoint);
        if (!fault.empty()) return Error{"'" + std::string(text) + "': " + fault};
        return connection;
    }
    return Error{"'" + std::string(text) +
                 "' begins with none of tcp://, rtutcp://, tls:// and rtu://"};
}

std::string targetOf(const Connection& connection)
{
    if (connection.kind == Connection::Kind::Rtu) return connection.path;
    const bool hasColons = connection.endpoint.host.find(':') != std::string::npos;
    return (hasColons ? "[" + connection.endpoint.host + "]" : connection.endpoint.host) + ":" +
           connection.endpoint.port;
}

std::unique_ptr<Line>
makeLine(const Connection& connection, const TlsFiles& tls, Loop& loop, LineCounters counters)
{
    std::unique_ptr<Channel> channel = makeChannel(connection, tls, loop);
    if (connection.kind == Connection::Kind::Tcp || connection.kind == Connection::Kind::Tls)
        return std::make_unique<MbapLine>(std::move(channel), loop, counters);
    return std::make_unique<RtuLine>(std::move(channel), loop, counters);
}

} // namespace historian::modbus
