#include "sqlite_store.h"
#include "test_readings.h"

#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/Process.h>
#include <gtest/gtest.h>

#include <csignal>
#include <string>

namespace historian::sqlite {

namespace {

namespace fs = std::filesystem;

struct Outcome {
    std::uint64_t acked = 0;
    std::uint64_t found = 0;
};

/// Runs the writer under the shim, kills it after a number of acknowledgements, and counts what a
/// power cut at that moment would have left.
Outcome killWriter(const std::string& sync, std::uint64_t commits)
{
    TempDirectory directory;
    TempDirectory shadow;
    Poco::Pipe out;
    Poco::Process::Env environment{{"LD_PRELOAD", UNSYNCED_LIBRARY},
                                   {"UNSYNCED_DIR", directory.path().string()},
                                   {"UNSYNCED_SHADOW", shadow.path().string()}};
    const Poco::ProcessHandle writer = Poco::Process::launch(
        STORE_WRITER, {directory.path().string(), sync}, nullptr, &out, nullptr, environment);
    Poco::PipeInputStream lines(out);
    Outcome outcome;
    for (std::string line; outcome.acked < commits && std::getline(lines, line);)
        outcome.acked = std::stoull(line);
    ::kill(writer.id(), SIGKILL);
    for (std::string line; std::getline(lines, line);) outcome.acked = std::stoull(line);
    writer.wait();

    testing::FakeHost host;
    SqliteStore store(host,
                      {shadow.path(), 64 << 20, 0},
                      {Sync::Full, kCheckpointPages, Surroundings{"machine", "file"}});
    store.start();
    outcome.found = (*store.snapshot())->readAfter(0, 1'000'000)->readings.size();
    return outcome;
}

TEST(Unsynced, FindsNothingLostWithFull)
{
    for (const std::uint64_t commits : {1, 40, 90, 150, 400}) {
        const Outcome outcome = killWriter("full", commits);
        EXPECT_GE(outcome.acked, commits);
        EXPECT_GE(outcome.found, outcome.acked);
        EXPECT_LE(outcome.found, outcome.acked + 1);
    }
}

TEST(Unsynced, FindsLossesWithNormalOrItProvesNothing)
{
    const Outcome outcome = killWriter("normal", 150);
    EXPECT_LT(outcome.found, outcome.acked);
}

} // namespace

} // namespace historian::sqlite
