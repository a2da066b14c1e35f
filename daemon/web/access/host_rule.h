#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace historian::web {

/// Where a browser says it is: the rules for Host and Origin that stop DNS rebinding and foreign
/// pages. Threads: const functions from any.
class HostRule {
public:
    /// `names`: beside addresses, localhost and this machine's name; `cors`: foreign origins let
    /// in.
    HostRule(const std::vector<std::string>& names, const std::vector<std::string>& cors);

    /// An IP literal, localhost, this machine's name (also with .local) or a configured one; any
    /// port.
    bool isOurs(std::string_view host) const;

    /// localhost or a loopback address; any port.
    static bool isLoopback(std::string_view host);

    /// An Origin that is this Host itself, or of a configured name, or let in by `cors`.
    bool isOurOrigin(std::string_view origin, std::string_view host) const;

    bool isCorsOrigin(std::string_view origin) const { return cors_.contains(origin); }

private:
    std::set<std::string, std::less<>> names_;
    std::set<std::string, std::less<>> cors_;
};

} // namespace historian::web
