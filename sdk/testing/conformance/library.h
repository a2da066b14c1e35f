#pragma once

#include <historian/plugin.h>

#include <filesystem>
#include <memory>

namespace historian::conformance {

/// A loaded plugin library. Everything made from it must be gone before it.
class Library {
public:
    /// Throws std::runtime_error with the loader's reason.
    explicit Library(const std::filesystem::path& file);

    /// The plugin's table; nullptr if the library exports none.
    const PluginEntry* entry() const { return entry_; }

private:
    struct Close {
        void operator()(void* handle) const;
    };

    std::unique_ptr<void, Close> handle_;
    const PluginEntry* entry_ = nullptr;
};

/// Whether the process still has that file mapped.
bool isMapped(const std::filesystem::path& file);

} // namespace historian::conformance
