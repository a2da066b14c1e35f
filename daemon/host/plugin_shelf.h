#pragma once

#include "base/guarded.h"
#include "host/plugin_library.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace historian::host {

/// The directories plugins are taken from, in order. A library stays loaded as long as the shelf,
/// because an object, a route's handler or an exception of a plugin holds code of it: the shelf
/// outlives them all. Threads: any.
class PluginShelf {
public:
    explicit PluginShelf(std::vector<std::filesystem::path> directories);

    /// Loads `KIND-NAME.so` of the first directory that has it. The error is a sentence; for a
    /// name that is not there it lists those that are.
    Result<const PluginLibrary*> load(PluginKind kind, std::string_view name) const;

    /// The names of the plugins of a kind, sorted.
    std::vector<std::string> names(PluginKind kind) const;

private:
    Result<const PluginLibrary*> loadOnce(const std::filesystem::path& file) const;

    std::vector<std::filesystem::path> directories_;
    mutable base::Guarded<std::map<std::filesystem::path, PluginLibrary>> loaded_;
};

/// "input", "output"
std::string_view nameOf(PluginKind kind);

} // namespace historian::host
