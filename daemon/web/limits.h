#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace historian::web {

/// Every limit of the web server in one place; tests set them, sites do not.
struct ServerLimits {
    std::size_t requestConnectionsMax = 64; ///< beyond: 503 and close
    std::size_t liveConnectionsMax = 32;    ///< WebSockets and event streams; beyond: 503 and close
    std::size_t peerConnectionsMax = 16;    ///< of one peer that is not on loopback; beyond: closed

    std::size_t uriBytesMax = 2048;           ///< beyond: 414
    std::size_t headerFieldsMax = 40;         ///< beyond: 431; at most kHeaderFieldsCeiling
    std::size_t headerValueBytesMax = 8192;   ///< beyond: 431
    std::size_t headerBytesMax = 32 * 1024;   ///< request line and fields together; beyond: 431
    std::size_t bodyKeptBytesMax = 64 * 1024; ///< of a refused request: read and dropped

    std::chrono::milliseconds slotWait{250};       ///< for a request slot, before that 503
    std::chrono::milliseconds headerTime{5'000};   ///< from first byte to last of the header
    std::chrono::milliseconds bodyTime{15'000};    ///< a Whole body
    std::chrono::milliseconds idleTime{15'000};    ///< between two requests of a connection
    std::chrono::milliseconds streamStall{5'000};  ///< a Streamed body without a byte
    std::chrono::milliseconds streamTime{120'000}; ///< a Streamed body in all
    std::chrono::milliseconds writeStall{5'000};   ///< a client that takes no byte of an answer
    std::chrono::milliseconds writeTime{120'000};  ///< one answer in all
    std::chrono::milliseconds lingerTime{1'000}; ///< reading on after a refusal, so that it arrives

    double ingestPerSecond = 50; ///< of one peer off loopback without a token; beyond: 429
    double ingestBurst = 200;
    double loginsPerMinute = 5; ///< of one peer
    double loginsPerMinuteInAll = 20;

    std::size_t frameBytesMax = 64 * 1024; ///< what a WebSocket client may send in one frame
    std::size_t sessionsMax = 64;          ///< the oldest goes
    std::chrono::minutes sessionIdle{30};
    std::chrono::hours sessionLife{12};
};

inline constexpr std::size_t kHeaderFieldsCeiling = 64;

} // namespace historian::web
