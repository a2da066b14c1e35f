#pragma once

#include "bodies.h"
#include "options.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace historian::load {

/// What came of a run.
struct Report {
    std::uint64_t requests = 0; ///< answered
    std::uint64_t ok = 0;       ///< with 200
    std::uint64_t accepted = 0; ///< readings that the 200s promise
    std::uint64_t refused = 0;  ///< another status
    std::uint64_t broken = 0;   ///< connection failed or no answer in time
    std::chrono::duration<double> took{0};
    std::vector<std::uint32_t> latenciesUs;

    /// The latency below which that share of the requests stayed.
    std::uint32_t percentileUs(double share);

    /// One line, `name=value` with blanks between.
    std::string text();
};

/// Keeps the given number of requests under way from one thread, over non-blocking sockets.
/// Threads: one.
class LoadRun {
public:
    explicit LoadRun(const Options& options);
    ~LoadRun();
    LoadRun(const LoadRun&) = delete;
    LoadRun& operator=(const LoadRun&) = delete;

    /// Sends until the time is over or the count reached, and waits for the last answers.
    Report run();

private:
    using Clock = std::chrono::steady_clock;
    struct Peer;

    unsigned readingsPerRequest() const { return options_.mode == Mode::Bulk ? options_.lines : 1; }

    bool isOver() const;
    std::chrono::milliseconds rest() const;
    void beginIdle();
    void begin(Peer& peer);
    void makeRequest(Peer& peer);
    void connect(Peer& peer);
    void advance(Peer& peer);
    bool flush(Peer& peer);
    void receive(Peer& peer);
    void finish(Peer& peer, int status, std::uint64_t accepted);
    void breakOff(Peer& peer);
    void breakOffLate();

    const Options options_;
    Bodies bodies_;
    Report report_;
    int epoll_;
    std::vector<std::unique_ptr<Peer>> peers_;
    std::vector<Peer*> idle_;
    std::string body_;
    std::uint64_t begun_ = 0;
    std::size_t underWay_ = 0;
    Clock::time_point began_;
};

} // namespace historian::load
