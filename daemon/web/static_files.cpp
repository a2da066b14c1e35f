#include "web/static_files.h"

#include <historian/error.h>

#include <zlib.h>

#include <array>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace historian::web {

namespace {

namespace fs = std::filesystem;

constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
};

std::string_view typeOf(const fs::path& file)
{
    for (const auto& [ending, type] : kTypes)
        if (file.extension() == ending) return type;
    return "application/octet-stream";
}

std::string contentOf(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (!in.good() && !in.eof()) throw Unavailable("cannot read the page's file " + file.string());
    return bytes;
}

/// The gzip form, or nothing where it saves less than a tenth.
std::string gzipOf(const std::string& bytes)
{
    z_stream stream{};
    constexpr int kGzipWindow = 15 + 16;
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, 9, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        return {};
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const bool isDone = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return isDone && out.size() < bytes.size() - bytes.size() / 10 ? out : std::string{};
}

std::string etagOf(const std::string& bytes)
{
    const uLong sum =
        crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
    return "\"" + std::to_string(sum) + "-" + std::to_string(bytes.size()) + "\"";
}

} // namespace

StaticFiles::StaticFiles(const fs::path& directory)
{
    std::error_code error;
    std::size_t total = 0;
    for (fs::recursive_directory_iterator at(directory, error), end; !error && at != end;
         at.increment(error)) {
        if (!at->is_regular_file() || at->is_symlink()) continue;
        StaticFile file{contentOf(at->path()), {}, typeOf(at->path()), {}};
        total += file.bytes.size();
        if (total > kStaticBytesMax || files_.size() == kStaticFilesMax)
            throw Unavailable("the page in " + directory.string() +
                              " is too large to be kept in memory");
        file.gzip = gzipOf(file.bytes);
        file.etag = etagOf(file.bytes);
        files_.emplace("/" + at->path().lexically_relative(directory).generic_string(),
                       std::move(file));
    }
    if (error)
        throw Unavailable("cannot read the page in " + directory.string() + ": " + error.message());
    if (const auto index = files_.find("/index.html"); index != files_.end())
        files_.emplace("/", index->second);
}

const StaticFile* StaticFiles::find(std::string_view path) const
{
    const auto found = files_.find(path);
    return found == files_.end() ? nullptr : &found->second;
}

} // namespace historian::web
