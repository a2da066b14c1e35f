#pragma once

#include "config/settings.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace historian::config {

/// What the daemon starts with.
struct Loaded {
    Settings settings;
    std::string text;   ///< of the file that is used, for saveLastGood
    std::string banner; ///< not empty: another file than the one asked for is used, and why
    std::vector<std::string> problems; ///< of the file asked for, the daemon's own sections
    bool isUsable = false;             ///< false: neither file can be used
};

/// Reads a configuration file; none, or an empty one, gives the defaults. If it cannot be used, the
/// last good copy of `dataDirectory` is tried. Never throws.
Loaded loadSettings(const std::optional<std::filesystem::path>& file,
                    const std::filesystem::path& dataDirectory);

/// Reads a configuration file and nothing else, for `--check`.
Loaded checkSettings(const std::optional<std::filesystem::path>& file);

/// Keeps the text of a configuration that started as `<data>/last-good.yaml`, mode 0600, in one
/// step. False if it could not be written; the daemon runs all the same.
bool saveLastGood(const std::filesystem::path& dataDirectory, const std::string& text);

} // namespace historian::config
