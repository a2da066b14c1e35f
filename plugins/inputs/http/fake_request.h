#pragma once

#include <historian/http.h>

#include <zlib.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace historian::http {

/// A request for tests: its body comes whole, and in pieces of `pieceBytes`.
class FakeRequest : public HttpRequest {
public:
    explicit FakeRequest(std::string body) : content(std::move(body)) {}

    std::string_view method() const override { return "POST"; }

    std::string_view path() const override { return "/api/v1/readings"; }

    std::string_view pathParameter(std::string_view /*name*/) const override { return {}; }

    std::string_view header(std::string_view name) const override
    {
        const auto found = headers.find(std::string(name));
        return found == headers.end() ? std::string_view() : found->second;
    }

    std::string_view address() const override { return "192.168.1.37"; }

    std::span<const std::pair<std::string, std::string>> parameters() const override
    {
        return query;
    }

    std::string_view body() const override { return content; }

    Result<std::size_t> read(std::span<char> into) override
    {
        if (isCut && given_ == content.size()) return Error{"the body ended early"};
        const std::size_t count = std::min({into.size(), pieceBytes, content.size() - given_});
        std::copy_n(content.data() + given_, count, into.data());
        given_ += count;
        return count;
    }

    std::string content;
    std::map<std::string, std::string> headers;
    std::vector<std::pair<std::string, std::string>> query;
    std::size_t pieceBytes = 64 * 1024;
    bool isCut = false; ///< the connection ends after `content`, short of its announced length

private:
    std::size_t given_ = 0;
};

/// The text as one gzip member.
inline std::string gzipOf(const std::string& text)
{
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string input = text;
    std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

} // namespace historian::http
