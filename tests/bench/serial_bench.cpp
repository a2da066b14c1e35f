// serial_bench [SECONDS]
// A board that fills a port of 115200 baud with readings, on a pty: what reading them costs, and
// how many were lost. Two rows for run.py.

#include "lines/live_host.h"
#include "pty_pair.h"
#include "serial_input.h"

#include <historian/testing/test_config.h>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace historian;
using namespace std::chrono_literals;
using Seconds = std::chrono::duration<double>;

constexpr int kBytesPerSecond = 11'520; // 115200 baud, ten bits a byte
constexpr std::size_t kPieceBytes = 62; // what a USB adapter hands over at once

/// Counts readings and forgets them.
class Tally : public Sink {
public:
    Submission submit(Batch&& batch, Done done) override
    {
        readings += batch.size();
        const std::vector<ReadingOutcome> outcomes(batch.size());
        Outcome outcome;
        outcome.isCommitted = true;
        outcome.readings = outcomes;
        done(outcome);
        return {};
    }

    void refuse(Refusal) override { ++refused; }

    std::atomic<std::size_t> readings{0};
    std::atomic<std::size_t> refused{0};
};

std::string linesFor(std::chrono::seconds time, std::size_t& count)
{
    std::string text;
    const auto bytes = static_cast<std::size_t>(time.count()) * kBytesPerSecond;
    for (count = 0; text.size() < bytes; ++count) {
        char line[80];
        std::snprintf(line,
                      sizeof line,
                      "Raw: 2.512A, Corrected: 2.500A, Power: %zu.%zuW\r\n",
                      100 + count / 10 % 900,
                      count % 10);
        text += line;
    }
    return text;
}

/// The board: a process of its own, so that its time is not ours.
pid_t printAtTheLinesPace(serial::PtyPair& pty, std::string_view text)
{
    const pid_t board = ::fork();
    if (board != 0) return board;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const auto begun = std::chrono::steady_clock::now();
    for (std::size_t sent = 0; sent < text.size(); sent += kPieceBytes) {
        const auto due = begun + std::chrono::microseconds(1'000'000 * sent / kBytesPerSecond);
        while (std::chrono::steady_clock::now() < due) ::usleep(500);
        pty.print(text.substr(sent, kPieceBytes));
    }
    std::_Exit(0);
}

Seconds cpuTime()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return Seconds(std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec));
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

} // namespace

int main(int argc, char** argv)
{
    const std::chrono::seconds time(argc > 1 ? std::atoi(argv[1]) : 30);
    std::size_t lines = 0;
    const std::string text = linesFor(time, lines);
    serial::PtyPair pty;
    lines::LiveHost host;
    Tally tally;
    const testing::TestConfig config(
        serial::kKeys, {{"device", pty.path()}, {"device_id", "board-1"}, {"format", "firmware"}});
    serial::SerialInput input(host, config);
    input.start(tally);
    if (!host.waitUntil([&] { return host.counted("ports_opened") == 1; })) return 1;
    const Seconds before = cpuTime();
    const pid_t board = printAtTheLinesPace(pty, text);
    ::waitpid(board, nullptr, 0);
    const Seconds cpu = cpuTime() - before;
    host.waitUntil([&] { return tally.readings + tally.refused >= lines; });
    input.stop();
    std::printf("{\"what\": \"serial at 115200 baud full of readings: CPU\", \"unit\": \"%% of a "
                "core\", \"historian\": %.2f, \"target\": 3, \"peers\": {}}\n",
                100 * cpu.count() / Seconds(time).count());
    std::printf("{\"what\": \"the same: lost of %zu readings\", \"unit\": \"readings\", "
                "\"historian\": %ld, \"target\": 0, \"peers\": {}}\n",
                lines,
                static_cast<long>(lines) - static_cast<long>(tally.readings));
}
