#pragma once

#include "web/live.h"

#include <historian/http.h>

#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace historian::web {

inline constexpr std::size_t kPathParametersMax = 4;

/// What a path and a method lead to.
struct RouteMatch {
    const Route* route = nullptr;    ///< nothing: no such path, or not by this method
    const LiveRoute* live = nullptr; ///< a path whose answer goes on (GET)
    bool isOpen = false;             ///< needs no login
    std::string allow;               ///< the methods of a known path, for 405; empty: no such path
    std::array<std::pair<std::string_view, std::string_view>, kPathParametersMax> parameters{};
    std::size_t parameterCount = 0;
};

/// All paths the server answers, but static files. Filled before the server starts.
/// Threads: const functions from any.
class RouteTable {
public:
    /// Throws ConfigError if another owner, or this one, has that method and path already.
    void add(const std::string& owner, std::vector<Route> routes);

    /// The same for routes that anyone may use whose peer address is served: health, login.
    void addOpen(const std::string& owner, std::vector<Route> routes);

    void addLive(const std::string& owner, std::vector<LiveRoute> routes);

    /// HEAD is answered by GET's route. The views in the match are of `path` and of this table.
    RouteMatch find(std::string_view method, std::string_view path) const;

private:
    struct Entry {
        std::string owner;
        bool isOpen = false;
        Route route;
    };

    struct LiveEntry {
        std::string owner;
        LiveRoute route;
    };

    /// All that is known of one path.
    struct Path {
        std::vector<std::string> segments; ///< `{name}` for a parameter
        std::vector<const Entry*> methods;
        const LiveEntry* live = nullptr;
    };

    struct TextHash {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>{}(text);
        }
    };

    void insert(const std::string& owner, std::vector<Route> routes, bool isOpen);
    Path& pathOf(const std::string& text);
    static bool matches(const Path& path, std::string_view text, RouteMatch& match);
    static void choose(const Path& path, std::string_view method, RouteMatch& match);

    std::deque<Entry> entries_; // deques: what Path points to never moves
    std::deque<LiveEntry> lives_;
    std::deque<Path> paths_;
    std::unordered_map<std::string, Path*, TextHash, std::equal_to<>> fixed_;
    std::vector<std::pair<std::string, Path*>> patterns_;
};

} // namespace historian::web
