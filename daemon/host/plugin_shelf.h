#pragma once

#include "host/plugin_library.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace historian::host {

/// The directories plugins are taken from, in order. Threads: any.
class PluginShelf {
public:
    explicit PluginShelf(std::vector<std::filesystem::path> directories);

    /// Loads `KIND-NAME.so` of the first directory that has it. The error is a sentence; for a
    /// name that is not there it lists those that are.
    Result<PluginLibrary> load(PluginKind kind, std::string_view name) const;

    /// The names of the plugins of a kind, sorted.
    std::vector<std::string> names(PluginKind kind) const;

private:
    std::vector<std::filesystem::path> directories_;
};

/// "input", "output"
std::string_view nameOf(PluginKind kind);

} // namespace historian::host
