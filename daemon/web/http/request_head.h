#pragma once

#include "web/limits.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace historian::web {

struct HeaderField {
    std::string_view name;
    std::string_view value;
};

/// What is wrong with a request, before any route saw it.
struct HeadFault {
    int status = 400;
    std::string_view code;
    std::string_view detail;
};

/// The request line and the header fields. All views are of the connection's buffer.
struct RequestHead {
    std::string_view method;
    std::string_view rawPath;
    std::string_view rawQuery;
    bool isHttp11 = true;
    bool keepsAlive = true;              ///< what the client wishes
    std::optional<std::uint64_t> length; ///< Content-Length
    std::string_view host;
    std::array<HeaderField, kHeaderFieldsCeiling> fields{};
    std::size_t fieldCount = 0;

    /// The first field of that name (any case); empty if there is none.
    std::string_view field(std::string_view name) const;
    bool hasField(std::string_view name) const;
};

/// Looks for the end of a head in bytes that arrive piece by piece; looks at each byte once.
/// Pure. Threads: none.
class HeadScanner {
public:
    explicit HeadScanner(const ServerLimits& limits) : limits_(limits) {}

    /// Starts with a new request.
    void reset() { scanned_ = lineStart_ = lines_ = 0; }

    enum class Found : std::uint8_t { More, Whole, Fault };

    /// `bytes` begins with all that was given before. Whole: the head is the first length() bytes.
    Found scan(std::string_view bytes);

    std::size_t length() const { return lineStart_; }

    const HeadFault& fault() const { return fault_; }

private:
    Found refuse(int status, std::string_view code, std::string_view detail);
    Found checkLength(std::size_t lineBytes);

    const ServerLimits& limits_; // NOLINT: the server's, outlives every connection
    std::size_t scanned_ = 0;
    std::size_t lineStart_ = 0;
    std::size_t lines_ = 0;
    HeadFault fault_;
};

/// Reads a whole head, framing rules included. Nothing: it is good.
std::optional<HeadFault>
parseHead(std::string_view bytes, const ServerLimits& limits, RequestHead& head);

/// Whether two texts are the same but for the case of ASCII letters.
bool equalsIgnoringCase(std::string_view left, std::string_view right);

/// Whether a comma-separated list has this word, in any case.
bool listHas(std::string_view list, std::string_view word);

} // namespace historian::web
