#pragma once

#include "body/gzip.h"

#include <historian/http.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace historian::http {

/// Why a body cannot be had whole.
enum class BodyFault : std::uint8_t {
    Cut,      ///< the connection ended or stalled
    TooLarge, ///< more than the limit after unpacking
    BadGzip,  ///< said to be gzip and is not, or ends early
};

/// How a body is packed (Content-Encoding).
enum class Packing : std::uint8_t { None, Gzip };

/// A streamed body in pieces, unpacked, with a limit on what comes out.
/// Threads: one, the request's.
class BodyStream {
public:
    BodyStream(HttpRequest& request, Packing packing, std::size_t bytesMax);

    /// The next bytes; 0 at the end of the body or at a fault.
    std::size_t read(std::span<char> into);

    /// Why read() came to 0, if not by the end of the body.
    std::optional<BodyFault> fault() const { return fault_; }

    /// Bytes given out so far.
    std::size_t bytes() const { return bytes_; }

private:
    std::size_t readPlain(std::span<char> into);
    std::size_t readPacked(std::span<char> into);
    std::size_t fail(BodyFault fault);
    bool fetchPacked();

    HttpRequest& request_;
    const std::size_t bytesMax_;
    std::size_t bytes_ = 0;
    std::optional<Gunzip> gunzip_;
    std::vector<char> packed_;
    std::span<const char> rest_;
    bool holdsMore_ = false;
    std::optional<BodyFault> fault_;
};

} // namespace historian::http
