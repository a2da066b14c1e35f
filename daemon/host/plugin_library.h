#pragma once

#include <historian/error.h>
#include <historian/plugin.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace historian::host {

/// The stamp that plugins of this build carry, see historian/plugin.h.
std::string_view wantedStamp();

/// A plugin's library, loaded; whatever came out of it must be gone before it.
/// Threads: loading from one thread at a time.
class PluginLibrary {
public:
    /// Loads a file after three checks that run nothing of it: that others cannot write it, that it
    /// is an ELF library, and that it carries wantedStamp(). The error names the file, what was
    /// found and what is wanted.
    static Result<PluginLibrary> load(const std::filesystem::path& file);

    ~PluginLibrary();
    PluginLibrary(PluginLibrary&&) noexcept;
    PluginLibrary& operator=(PluginLibrary&&) noexcept;

    const PluginEntry& entry() const { return *entry_; }

private:
    struct Loaded;

    PluginLibrary(std::unique_ptr<Loaded> loaded, const PluginEntry& entry);

    std::unique_ptr<Loaded> loaded_;
    const PluginEntry* entry_;
};

/// Why others could change a file or its folder, or what else is wrong with it; nothing if it is
/// safe.
std::optional<Error> unsafeFile(const std::filesystem::path& file);

} // namespace historian::host
