#include "web/route_table.h"

#include <historian/error.h>

#include <algorithm>

namespace historian::web {

namespace {

/// Takes the next segment of a path off its front.
std::string_view takeSegment(std::string_view& rest)
{
    rest.remove_prefix(1); // its slash
    const std::string_view segment = rest.substr(0, rest.find('/'));
    rest.remove_prefix(segment.size());
    return segment;
}

bool isParameter(std::string_view segment)
{
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

/// The path with its parameters' names left out, so that /a/{x} and /a/{y} are one.
std::string shapeOf(std::string_view path)
{
    std::string shape;
    while (!path.empty()) {
        const std::string_view segment = takeSegment(path);
        shape += isParameter(segment) ? "/{}" : "/" + std::string(segment);
    }
    return shape;
}

std::string takenText(const std::string& owner, const Route& route, const std::string& other)
{
    return "'" + owner + "' wants " + route.method + " " + route.path + ", which '" + other +
           "' has already; leave one of the two out";
}

} // namespace

void RouteTable::add(const std::string& owner, std::vector<Route> routes)
{
    insert(owner, std::move(routes), false);
}

void RouteTable::addOpen(const std::string& owner, std::vector<Route> routes)
{
    insert(owner, std::move(routes), true);
}

void RouteTable::insert(const std::string& owner, std::vector<Route> routes, bool isOpen)
{
    for (Route& route : routes) {
        Path& path = pathOf(route.path);
        for (const Entry* other : path.methods)
            if (other->route.method == route.method)
                throw ConfigError(takenText(owner, route, other->owner));
        if (path.live != nullptr && route.method == "GET")
            throw ConfigError(takenText(owner, route, path.live->owner));
        path.methods.push_back(&entries_.emplace_back(Entry{owner, isOpen, std::move(route)}));
    }
}

void RouteTable::addLive(const std::string& owner, std::vector<LiveRoute> routes)
{
    for (LiveRoute& route : routes) {
        Path& path = pathOf(route.path);
        const auto isGet = [](const Entry* entry) { return entry->route.method == "GET"; };
        if (path.live != nullptr || std::any_of(path.methods.begin(), path.methods.end(), isGet))
            throw ConfigError("live route " + route.path + " of " + owner + " has another owner");
        path.live = &lives_.emplace_back(LiveEntry{owner, std::move(route)});
    }
}

RouteTable::Path& RouteTable::pathOf(const std::string& text)
{
    if (text.empty() || text.front() != '/')
        throw ConfigError("route path " + text + " does not begin with /");
    const std::string shape = shapeOf(text);
    const bool isPattern = shape.find("/{}") != std::string::npos;
    if (const auto found = fixed_.find(shape); !isPattern && found != fixed_.end())
        return *found->second;
    for (const auto& [otherShape, path] : patterns_)
        if (otherShape == shape) return *path;
    Path& path = paths_.emplace_back();
    for (std::string_view rest = text; !rest.empty();)
        path.segments.emplace_back(takeSegment(rest));
    if (isPattern)
        patterns_.emplace_back(shape, &path);
    else
        fixed_.emplace(shape, &path);
    return path;
}

bool RouteTable::matches(const Path& path, std::string_view text, RouteMatch& match)
{
    match.parameterCount = 0;
    for (const std::string& segment : path.segments) {
        if (text.empty()) return false;
        const std::string_view given = takeSegment(text);
        if (!isParameter(segment)) {
            if (given != segment) return false;
            continue;
        }
        if (given.empty() || match.parameterCount == kPathParametersMax) return false;
        const std::string_view name = std::string_view(segment).substr(1, segment.size() - 2);
        match.parameters[match.parameterCount++] = {name, given};
    }
    return text.empty();
}

void RouteTable::choose(const Path& path, std::string_view method, RouteMatch& match)
{
    const std::string_view wanted = method == "HEAD" ? std::string_view("GET") : method;
    if (path.live != nullptr && method == "GET") {
        match.live = &path.live->route;
        return;
    }
    for (const Entry* entry : path.methods)
        if (entry->route.method == wanted) {
            match.route = &entry->route;
            match.isOpen = entry->isOpen;
            return;
        }
    if (path.live != nullptr) match.allow = "GET";
    for (const Entry* entry : path.methods) {
        match.allow += (match.allow.empty() ? "" : ", ") + entry->route.method;
        if (entry->route.method == "GET") match.allow += ", HEAD";
    }
}

RouteMatch RouteTable::find(std::string_view method, std::string_view path) const
{
    RouteMatch match;
    if (path.empty() || path.front() != '/') return match;
    if (const auto found = fixed_.find(path); found != fixed_.end()) {
        choose(*found->second, method, match);
        return match;
    }
    for (const auto& [shape, candidate] : patterns_) {
        if (!matches(*candidate, path, match)) continue;
        choose(*candidate, method, match);
        if (match.route != nullptr || match.live != nullptr) return match;
    }
    return match;
}

} // namespace historian::web
