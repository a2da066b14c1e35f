#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace historian::conformance {

/// What an ELF file says of itself, read without running a line of it.
struct LibraryFile {
    std::vector<std::string> sections; ///< their names
    std::vector<std::string>
        variables;            ///< mangled names of what can change: data, bss, thread-local
    bool hasSymbols = false;  ///< it is not stripped
    bool isSanitized = false; ///< a sanitizer has added variables of its own
};

/// Throws std::runtime_error if the file cannot be read as an ELF file of this machine.
LibraryFile readLibraryFile(const std::filesystem::path& file);

/// The part of `variables` that is the plugin's own doing, demangled: neither the compiler's nor a
/// library's (std, Poco, boost, simdjson, YAML).
std::vector<std::string> ownVariables(const LibraryFile& library);

} // namespace historian::conformance
