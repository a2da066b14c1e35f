#include "power_loss_vfs.h"
#include "sqlite_store.h"
#include "test_readings.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace historian::sqlite {

namespace {

namespace fs = std::filesystem;
using historian::testing::PowerLossVfs;

constexpr std::int64_t kCheckpointPagesSmall = 40; // so that the cuts fall into checkpoints too
const Surroundings kAnywhere{"machine", "file"};   // so that a copy of the file is the same store

/// What the sender knows: the value of reading seq is seq; position says how far records got.
struct Known {
    std::uint64_t acked = 0;
    std::uint64_t asked = 0; ///< beyond acked: in flight
};

struct Tally {
    int points = 0;
    int lossy = 0; ///< points after which an acknowledged reading was gone
    int wrong = 0; ///< points with a damaged file, a gap, a repeat or half a transaction
};

bool isSound(const fs::path& file)
{
    Connection connection(file, Role::Reader);
    return connection.text("PRAGMA integrity_check") == "ok";
}

/// Opens what the power cut left, as the daemon would, and compares it with what was acknowledged.
void judge(const fs::path& directory, Known known, Tally& tally)
{
    historian::testing::FakeHost host;
    SqliteStore store(host, {directory, 64 << 20, 0}, {Sync::Full, kCheckpointPages, kAnywhere});
    store.start();
    const auto snapshot = store.snapshot();
    const auto found = (*snapshot)->readAfter(0, 1'000'000);
    ASSERT_TRUE(snapshot && found);
    std::uint64_t expected = 0;
    bool isWrong = host.counted("stores_quarantined") != 0 || !isSound(directory / "history.db");
    for (const Reading& reading : found->readings.readings()) {
        const double value = found->readings.values(reading)[0].asDouble();
        isWrong |= reading.seq != ++expected || value != static_cast<double>(reading.seq);
    }
    const auto records = (*snapshot)->records("position");
    const std::uint64_t position = records->empty() ? 0 : std::stoull(records->front().body);
    isWrong |= position != expected; // the record changes in the transaction of the readings
    isWrong |= expected > known.acked && expected != known.asked;
    ++tally.points;
    tally.lossy += expected < known.acked ? 1 : 0;
    tally.wrong += isWrong ? 1 : 0;
}

/// Commits small batches to a store of its own and cuts the power at one in `every` points.
class Campaign {
public:
    explicit Campaign(Sync sync) : sync_(sync) {}

    Tally run(std::uint64_t seed, int commits, unsigned every)
    {
        std::mt19937_64 random(seed);
        TempDirectory directory;
        TempDirectory crashed;
        PowerLossVfs vfs(directory.path());
        Known known;
        Tally tally;
        bool isArmed = false;
        vfs.onPoint([&] {
            if (!isArmed || random() % every != 0) return;
            for (const auto& entry : fs::directory_iterator(crashed.path())) fs::remove_all(entry);
            vfs.writeAfterPowerCut(crashed.path(), random);
            judge(crashed.path(), known, tally);
        });
        historian::testing::FakeHost host;
        SqliteStore store(
            host, {directory.path(), 64 << 20, 0}, {sync_, kCheckpointPagesSmall, kAnywhere});
        store.start();
        isArmed = true;
        for (int commit = 0; commit < commits; ++commit) commitOne(store, host, random, known);
        isArmed = false;
        return tally;
    }

private:
    static void commitOne(SqliteStore& store,
                          historian::testing::FakeHost& host,
                          std::mt19937_64& random,
                          Known& known)
    {
        Readings readings(host);
        const std::uint64_t count = 1 + random() % 8;
        known.asked = known.acked + count;
        for (std::uint64_t seq = known.acked + 1; seq <= known.asked; ++seq)
            readings.add(seq % 2 == 0 ? "even" : "odd",
                         at(static_cast<std::int64_t>(seq)),
                         static_cast<double>(seq));
        const std::vector<RecordChange> records{{"position", "cloud", std::to_string(known.asked)}};
        const auto answer = store.commit({readings.batch, records, "boot", {}});
        if (const auto* receipt = std::get_if<Receipt>(&answer)) known.acked = receipt->lastSeq;
    }

    Sync sync_;
};

TEST(StorePowerLoss, LosesNothingAcknowledgedAtTwoThousandCrashPoints)
{
    Tally all;
    for (std::uint64_t seed = 1; all.points < 2000; ++seed) {
        const Tally tally = Campaign(Sync::Full).run(seed, 150, 6);
        ASSERT_EQ(tally.lossy, 0) << "seed " << seed;
        ASSERT_EQ(tally.wrong, 0) << "seed " << seed;
        all.points += tally.points;
    }
    RecordProperty("points", all.points);
}

TEST(StorePowerLoss, FindsLossesWithNormalOrTheHarnessProvesNothing)
{
    const Tally tally = Campaign(Sync::Normal).run(1, 150, 6);
    EXPECT_GT(tally.points, 20);
    EXPECT_GT(tally.lossy, tally.points / 4);
}

TEST(StorePowerLoss, KeepsWhatItAcknowledgesAfterAFailedSync)
{
    TempDirectory directory;
    TempDirectory crashed;
    PowerLossVfs vfs(directory.path());
    historian::testing::FakeHost host;
    SqliteStore store(
        host, {directory.path(), 64 << 20, 0}, {Sync::Full, kCheckpointPages, kAnywhere});
    store.start();
    ASSERT_TRUE(std::holds_alternative<Receipt>(
        store.commit({Readings(host).add("a", at(1), 1).batch, {}, "boot", {}})));

    vfs.fail(PowerLossVfs::Call::Sync, 0, SQLITE_IOERR_FSYNC);
    const auto refused = store.commit({Readings(host).add("a", at(2), 2).batch, {}, "boot", {}});
    ASSERT_TRUE(std::holds_alternative<CommitRefused>(refused));
    EXPECT_EQ(std::get<CommitRefused>(refused).kind, CommitRefused::Kind::Failed);

    const auto answer = store.commit({Readings(host).add("a", at(3), 3).batch, {}, "boot", {}});
    ASSERT_TRUE(std::holds_alternative<Receipt>(answer));
    const std::uint64_t acked = std::get<Receipt>(answer).lastSeq;
    std::mt19937_64 random(1);
    for (int cut = 0; cut < 20; ++cut) {
        vfs.writeAfterPowerCut(crashed.path(), random);
        historian::testing::FakeHost otherHost;
        SqliteStore after(
            otherHost, {crashed.path(), 64 << 20, 0}, {Sync::Full, kCheckpointPages, kAnywhere});
        after.start();
        EXPECT_GE(after.status().readings, acked);
        after.stop();
        for (const auto& entry : fs::directory_iterator(crashed.path())) fs::remove_all(entry);
    }
}

TEST(StorePowerLoss, SurvivesEveryFailingCallOfAFixedScenario)
{
    for (const auto call : {PowerLossVfs::Call::Write, PowerLossVfs::Call::Sync})
        for (const int code : {SQLITE_IOERR_WRITE, SQLITE_FULL})
            for (int after = 0; after < 25; ++after) {
                TempDirectory directory;
                PowerLossVfs vfs(directory.path());
                historian::testing::FakeHost host;
                SqliteStore store(
                    host, {directory.path(), 64 << 20, 0}, {Sync::Full, 10, kAnywhere});
                store.start();
                vfs.fail(call, after, code);
                std::uint64_t acked = 0;
                for (int commit = 1; commit <= 8; ++commit) {
                    host.manualClock.advance(std::chrono::seconds(5));
                    const auto answer = store.commit(
                        {Readings(host).add("a", at(commit), commit).batch, {}, "boot", {}});
                    if (std::holds_alternative<Receipt>(answer)) ++acked;
                }
                EXPECT_GE(acked, 7U) << "call " << after << " with " << code;
                const auto found = (*store.snapshot())->readAfter(0, 100);
                EXPECT_GE(found->readings.size(), acked);
                vfs.repair();
                host.manualClock.advance(std::chrono::seconds(5));
                EXPECT_TRUE(
                    std::holds_alternative<Receipt>(store.commit({Batch(), {}, "boot", {}})));
                EXPECT_EQ(host.whyDegraded(), "");
            }
}

} // namespace

} // namespace historian::sqlite
