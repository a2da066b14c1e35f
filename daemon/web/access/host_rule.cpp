#include "web/access/host_rule.h"

#include "web/access/ip_address.h"
#include "web/http/request_head.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace historian::web {

namespace {

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return out;
}

/// The host of `host[:port]`, without brackets; empty if it is malformed.
std::string_view hostOf(std::string_view text)
{
    std::string_view port;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) return {};
        port = text.substr(end + 1);
        text = text.substr(1, end - 1);
    } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
        port = text.substr(colon);
        text = text.substr(0, colon);
    }
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    if (!port.empty() && (port.front() != ':' || port.size() > 6 ||
                          !std::all_of(port.begin() + 1, port.end(), isDigit)))
        return {};
    return text;
}

std::string machineName()
{
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) return {};
    return lowered(name.data());
}

} // namespace

HostRule::HostRule(const std::vector<std::string>& names, const std::vector<std::string>& cors)
    : cors_(cors.begin(), cors.end())
{
    for (const std::string& name : names) names_.insert(lowered(name));
    names_.insert("localhost");
    if (const std::string own = machineName(); !own.empty()) {
        names_.insert(own);
        names_.insert(own.substr(0, own.find('.')) + ".local");
    }
}

bool HostRule::isOurs(std::string_view host) const
{
    const std::string_view name = hostOf(host);
    if (name.empty()) return false;
    return IpAddress::parse(name).has_value() || names_.contains(lowered(name));
}

bool HostRule::isLoopback(std::string_view host)
{
    const std::string_view name = hostOf(host);
    if (equalsIgnoringCase(name, "localhost")) return true;
    const auto address = IpAddress::parse(name);
    return address && address->isLoopback();
}

bool HostRule::isOurOrigin(std::string_view origin, std::string_view host) const
{
    if (isCorsOrigin(origin)) return true;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!origin.starts_with(scheme)) continue;
        const std::string_view place = origin.substr(scheme.size());
        if (equalsIgnoringCase(place, host)) return isOurs(host);
        const std::string_view name = hostOf(place);
        return !equalsIgnoringCase(name, "localhost") && names_.contains(lowered(name));
    }
    return false;
}

} // namespace historian::web
