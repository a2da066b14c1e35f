#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace historian::web {

inline constexpr std::size_t kStaticFilesMax = 512;
inline constexpr std::size_t kStaticBytesMax = 16 * 1024 * 1024; ///< all together

/// One file of the page, in memory.
struct StaticFile {
    std::string bytes;
    std::string gzip; ///< empty where it would not be smaller
    std::string_view contentType;
    std::string etag; ///< with quotes
};

/// The files of the page, read once at start: an answer is found in a table, never by joining
/// paths. Threads: const functions from any.
class StaticFiles {
public:
    /// No files.
    StaticFiles() = default;

    /// Every regular file below a directory (links are not followed); `/` is index.html. Throws
    /// Unavailable if one cannot be read, or if there are too many.
    explicit StaticFiles(const std::filesystem::path& directory);

    const StaticFile* find(std::string_view path) const;

    std::size_t size() const { return files_.size(); }

private:
    struct TextHash {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>{}(text);
        }
    };

    std::unordered_map<std::string, StaticFile, TextHash, std::equal_to<>> files_;
};

} // namespace historian::web
