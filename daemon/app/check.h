#pragma once

#include "app/process/layout.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace historian::app {

/// What `--check` says.
struct Checked {
    std::vector<std::string> problems; ///< empty: all is well
    std::vector<std::string> notes; ///< what each output will cost in a day, and what may be meant
};

/// Everything that is wrong with a configuration file: its own sections, every instance against
/// the schema of its plugin and by what its constructor says, paths, serial lines and ports that
/// two instances want, secrets and the device profiles. It starts nothing, and prints no secret;
/// what it may not look at is in the notes. `data` goes before the file's data directory.
Checked checkConfiguration(const std::optional<std::filesystem::path>& file,
                           const Layout& layout,
                           const std::optional<std::filesystem::path>& data = {});

} // namespace historian::app
