#pragma once

#include <historian/codec/reading_json.h>
#include <historian/http.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace historian::http {

/// The predecessor's form of a refusal: `{"detail":...}`.
HttpReply detailReply(int status, std::string_view detail);

/// A refusal of the API: problem+json (RFC 9457) with a stable code.
struct Problem {
    int status = 400;
    std::string_view code;
    std::string detail;
    std::string parameter = {}; ///< the query parameter at fault, if one is
    std::chrono::seconds retryAfter{0};
};

HttpReply problemReply(std::string_view path, const Problem& problem);

/// What became of one request to /api/v1/readings.
struct ReadingsResult {
    std::size_t accepted = 0;
    std::size_t duplicates = 0;
    bool hasLostReading = false;               ///< a reading, and not only one of its fields
    std::vector<codec::ReadingFault> rejected; ///< by index
    std::string_view storeId;                  ///< empty: nothing was submitted
    std::uint64_t lastSeq = 0;
};

/// 200 if at least one was stored or all were duplicates, else 422. Lists the first
/// kRejectedListedMax of those rejected, and says how many there are.
HttpReply readingsReply(const ReadingsResult& result);

inline constexpr std::size_t kRejectedListedMax = 1000;

/// The first bytes of what was sent, made printable.
std::string excerptOf(std::string_view sent);

inline constexpr std::size_t kExcerptBytes = 256;

/// Whole seconds for Retry-After: rounded up, at least 1.
std::chrono::seconds retrySeconds(std::chrono::milliseconds wait);

} // namespace historian::http
