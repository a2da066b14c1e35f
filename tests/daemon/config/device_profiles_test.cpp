#include "config/device_profiles.h"
#include "config_support.h"

#include <gtest/gtest.h>

namespace historian::config {
namespace {

constexpr std::string_view kBoard = R"(name: board
version: "3"
title: A board
clock: arrival
expected_interval: 2s
fingerprint:
  timestamp_prefix: 2025-01-20T
  metrics: [current, power]
metrics:
  power: {unit: W, kind: gauge, origin: derived, range: [0, 1e6]}
  energy_kwh:
    unit: kWh
    kind: counter
    origin: measured
    counter: {resolution: 0.001, rollover: 655.36, resets_to_zero: true, rate_per_hour: 5}
)";

Texts problemsOf(std::string_view text)
{
    std::vector<Problem> problems;
    readDeviceProfile(yaml(text), problems);
    return texts(problems);
}

constexpr Key kSectionKeys[] = {{.name = "gap", .type = KeyType::Integer, .fallback = "8"}};

DeviceProfiles boardWith(std::string_view section)
{
    std::vector<Problem> problems;
    const Node root = yaml(std::string(kBoard) + std::string(section));
    DeviceProfiles profiles;
    profiles.profiles.push_back(readDeviceProfile(root, problems));
    profiles.sections = readSections(root, "board");
    EXPECT_EQ(texts(problems), Texts{});
    return profiles;
}

TEST(DeviceProfiles, KeepASectionForAPlugin)
{
    const DeviceProfiles profiles = boardWith("modbus: {gap: 4}\n");
    const auto section = bindSection(profiles, "board", "modbus", kSectionKeys);
    ASSERT_TRUE(section);
    EXPECT_EQ((*section)->integer("gap"), 4);
}

TEST(DeviceProfiles, SayWhatIsWrongWithASection)
{
    const DeviceProfiles profiles = boardWith("modbus: {gab: 4}\n");
    EXPECT_EQ(bindSection(profiles, "board", "modbus", kSectionKeys).error().message,
              "h.yaml:16:10: modbus: unknown key 'gab', did you mean 'gap'?");
    EXPECT_EQ(bindSection(profiles, "board", "serial", kSectionKeys).error().message,
              "profile 'board' has no section 'serial'");
    EXPECT_EQ(bindSection(profiles, "bord", "modbus", kSectionKeys).error().message,
              "there is no profile 'bord', did you mean 'board'?");
}

TEST(DeviceProfiles, ReadEveryKey)
{
    std::vector<Problem> problems;
    const base::DeviceProfile profile = readDeviceProfile(yaml(kBoard), problems);
    EXPECT_EQ(texts(problems), Texts{});
    EXPECT_EQ(profile.name, "board");
    EXPECT_EQ(profile.version, "3");
    EXPECT_TRUE(profile.isAlwaysArrival);
    EXPECT_EQ(profile.expectedInterval, std::chrono::seconds(2));
    EXPECT_EQ(profile.fingerprintSentTime, "2025-01-20T");
    EXPECT_EQ(profile.fingerprintMetrics, (Texts{"current", "power"}));
    EXPECT_EQ(profile.metrics.at("power").origin, Origin::Derived);
    EXPECT_EQ(profile.metrics.at("power").max, 1e6);
    const base::MetricProfile& energy = profile.metrics.at("energy_kwh");
    EXPECT_EQ(energy.kind, SeriesKind::Counter);
    EXPECT_EQ(energy.counter.rollover, 655.36);
    EXPECT_EQ(energy.counter.ratePerHour, 5);
    EXPECT_TRUE(energy.counter.resetsToZero);
    EXPECT_FALSE(energy.min);
}

TEST(DeviceProfiles, NameEachFaultWithItsPlace)
{
    const std::string head = "name: b\nversion: \"1\"\n";
    EXPECT_EQ(problemsOf(head),
              Texts{"h.yaml:1:1: key 'metrics' must be a map from names to metrics"});
    EXPECT_EQ(problemsOf(head + "metrics:\n  Power: {}\n"),
              Texts{"h.yaml:4:3: 'Power' cannot name a metric"});
    EXPECT_EQ(problemsOf(head + "metrics:\n  power: {unti: W}\n"),
              Texts{"h.yaml:4:11: metric 'power': unknown key 'unti', did you mean 'unit'?"});
    EXPECT_EQ(problemsOf(head + "metrics:\n  power: {range: [5, 1]}\n").size(), 1U);
    EXPECT_EQ(problemsOf(head + "metrics:\n  power: {counter: {rollover: 5}}\n").size(), 1U);
    EXPECT_EQ(problemsOf(head + "fingerprint: {metrics: [A]}\nmetrics: {}\n").size(), 1U);
    EXPECT_EQ(problemsOf(head + "metrix: {}\n"),
              Texts{"h.yaml:3:1: unknown key 'metrix', did you mean 'metrics'?"});
}

TEST(DeviceProfiles, LeaveOutFilesWithAFaultAndLoadTheOthers)
{
    const TempDirectory temp;
    temp.write("board.yaml", std::string(kBoard));
    temp.write("other.yaml", std::string(kBoard));
    temp.write("broken.yaml", "name: [");
    temp.write("notes.txt", "not a profile");
    const DeviceProfiles loaded = loadDeviceProfiles(temp.path());
    ASSERT_EQ(loaded.profiles.size(), 1U);
    EXPECT_EQ(loaded.profiles[0].name, "board");
    EXPECT_EQ(loaded.problems.size(), 2U);
}

TEST(DeviceProfiles, AreNoneWithoutADirectory)
{
    EXPECT_TRUE(loadDeviceProfiles("/nowhere/at/all").profiles.empty());
}

constexpr std::string_view kOwnBoard = "name: board\nversion: own\nmetrics: {power: {}}\n";

TEST(DeviceProfiles, OfTheOperatorStandBesideThePackagedOnesAndWin)
{
    const TempDirectory packaged;
    const TempDirectory own;
    packaged.write("board.yaml", std::string(kBoard));
    packaged.write("meter.yaml", "name: meter\nversion: a\nmetrics: {}\n");
    own.write("board.yaml", std::string(kOwnBoard));
    own.write("other.yaml", "name: other\nversion: b\nmetrics: {}\n");
    const DeviceProfiles loaded = loadDeviceProfiles(packaged.path(), own.path());
    EXPECT_EQ(loaded.problems, Texts{});
    Texts versions;
    for (const base::DeviceProfile& profile : loaded.profiles) versions.push_back(profile.version);
    EXPECT_EQ(versions, (Texts{"own", "a", "b"}));
    EXPECT_EQ(loaded.notes,
              Texts{(own.path() / "board.yaml").string() + " is used, not " +
                    (packaged.path() / "board.yaml").string()});
}

TEST(DeviceProfiles, OfTheOperatorWithAFaultLeaveNothingToThePackagedOne)
{
    const TempDirectory packaged;
    const TempDirectory own;
    packaged.write("board.yaml", std::string(kBoard));
    own.write("board.yaml", "name: board\nversion: own\nmetrics: [\n");
    const DeviceProfiles loaded = loadDeviceProfiles(packaged.path(), own.path());
    EXPECT_TRUE(loaded.profiles.empty());
    ASSERT_EQ(loaded.problems.size(), 1U);
    EXPECT_EQ(loaded.problems[0].find((own.path() / "board.yaml:").string()), 0U)
        << loaded.problems[0];
}

TEST(DeviceProfiles, AreNotTheirOwnReplacement)
{
    const TempDirectory temp;
    temp.write("board.yaml", std::string(kBoard));
    const DeviceProfiles loaded = loadDeviceProfiles(temp.path(), temp.path() / ".");
    EXPECT_EQ(loaded.profiles.size(), 1U);
    EXPECT_EQ(loaded.notes, Texts{});
}

TEST(DeviceProfiles, SayThatTheirDirectoryCannotBeRead)
{
    const TempDirectory temp;
    temp.write("devices", "a file");
    const DeviceProfiles loaded = loadDeviceProfiles("/nowhere/at/all", temp.path() / "devices");
    EXPECT_EQ(loaded.problems,
              Texts{(temp.path() / "devices").string() + ": cannot be read: Not a directory"});
}

TEST(DeviceProfiles, AreLimitedInNumber)
{
    const TempDirectory temp;
    for (std::size_t i = 0; i <= kProfilesMax; ++i) {
        const std::string name = "p" + std::to_string(1000 + i);
        temp.write(name + ".yaml", "name: " + name + "\nversion: a\nmetrics: {}\n");
    }
    const DeviceProfiles loaded = loadDeviceProfiles(temp.path());
    EXPECT_EQ(loaded.profiles.size(), kProfilesMax);
    EXPECT_EQ(loaded.problems,
              Texts{(temp.path() / "p1256.yaml").string() + ": more than 256 profiles, left out"});
}

TEST(DeviceProfiles, OfThePackageLoadWithoutAFault)
{
    EXPECT_EQ(loadDeviceProfiles(HISTORIAN_ETC "/devices").problems, Texts{});
}

} // namespace
} // namespace historian::config
