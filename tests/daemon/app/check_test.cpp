#include "app/check.h"
#include "app_support.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace historian::app {
namespace {

using Problems = std::vector<std::string>;

const Layout kBuilt = layoutOf(std::filesystem::path(APP_TEST_PREFIX) / "bin/historiand");

// There is none, so that no credential can be missed.
const std::filesystem::path kNoData = "/nowhere/historian";

std::vector<std::string> problemsOf(const std::string& yaml)
{
    const TempDirectory temp;
    return checkConfiguration(temp.write("historian.yaml", yaml), kBuilt, kNoData).problems;
}

std::string firstProblem(const std::string& yaml)
{
    const std::vector<std::string> problems = problemsOf(yaml);
    return problems.empty() ? "no problem" : problems.front();
}

TEST(Check, FindsNothingWrongWithAnEmptyFileOrNone)
{
    EXPECT_EQ(problemsOf(""), std::vector<std::string>{});
    EXPECT_EQ(checkConfiguration(std::nullopt, kBuilt).problems, std::vector<std::string>{});
}

TEST(Check, NamesAKeyThatAPluginDoesNotHave)
{
    EXPECT_NE(firstProblem("store: {plugin: sqlite, qota: auto}")
                  .find("historian.yaml:1:25: store: unknown key 'qota', did you mean 'quota'?"),
              std::string::npos);
    EXPECT_NE(firstProblem("inputs:\n  - {name: a, plugin: http, colour: red}")
                  .find("historian.yaml:2:29: inputs[a]: unknown key 'colour'"),
              std::string::npos)
        << firstProblem("inputs:\n  - {name: a, plugin: http, colour: red}");
}

TEST(Check, NamesTheFaultsOfAnInstanceWhoeverFindsThem)
{
    const auto problems = problemsOf("outputs:\n  - {name: cloud, plugin: supabase, url: "
                                     "\"https://a.supabase.co\", key: \"${credential:k}\", "
                                     "resolution: 5min, reqired: true}");
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_NE(problems[0].find("key 'resolution' must be one of raw"), std::string::npos);
    EXPECT_NE(problems[1].find("unknown key 'reqired', did you mean 'required'?"),
              std::string::npos);
}

TEST(Check, NamesAPluginThatIsNotThere)
{
    EXPECT_NE(
        firstProblem("inputs: [{name: a, plugin: htpp}]").find("there is no input plugin 'htpp'"),
        std::string::npos);
}

TEST(Check, NamesAStoreThatIsNoneAndAStoreAmongTheOutputs)
{
    const std::string none = firstProblem("store: {plugin: mqtt, broker: \"mqtt://127.0.0.1\"}");
    EXPECT_NE(none.find("output-mqtt cannot be the store: it keeps nothing"), std::string::npos)
        << none;
    const std::string second = firstProblem("outputs: [{name: copy, plugin: sqlite}]");
    EXPECT_NE(second.find("output-sqlite keeps the history: write it under 'store:'"),
              std::string::npos)
        << second;
}

TEST(Check, NamesAPathThatTwoInputsWant)
{
    const std::string problem =
        firstProblem("inputs:\n  - {name: a, plugin: http}\n  - {name: b, plugin: http}\n");
    EXPECT_NE(problem.find("historian.yaml:3:5"), std::string::npos) << problem;
    EXPECT_NE(problem.find("which 'a' has already"), std::string::npos) << problem;
}

TEST(Check, NamesWhatOnlyTheOutputItselfCanSeeToBeWrong)
{
    const std::string problem =
        firstProblem("outputs: [{name: cloud, plugin: supabase, url: \"http://ref.supabase.co\", "
                     "key: \"${credential:k}\"}]");
    EXPECT_NE(problem.find("historian.yaml:1:"), std::string::npos) << problem;
    EXPECT_NE(problem.find("url: must begin with https://"), std::string::npos) << problem;
    EXPECT_EQ(problem.find("historian.yaml"), problem.rfind("historian.yaml")) << problem;
}

/// What is said of that output where its secret `s` is the text; nothing: where it is not to be
/// seen.
std::vector<std::string> problemsOfSecret(const std::string& output,
                                          const std::optional<std::string>& secret)
{
    using std::filesystem::perms;
    const TempDirectory temp;
    const auto file = temp.write("historian.yaml", "outputs: [{name: cloud, " + output + "}]");
    if (!secret) return checkConfiguration(file, kBuilt, kNoData).problems;
    std::filesystem::create_directories(temp.path() / "data/credentials");
    std::filesystem::permissions(temp.write("data/credentials/s", *secret),
                                 perms::owner_read | perms::owner_write);
    return checkConfiguration(file, kBuilt, temp.path() / "data").problems;
}

TEST(Check, NamesASecretThatCanNeverWorkWithItsPlaceAndWithoutIt)
{
    struct Case {
        const char* output;
        const char* secret;
        const char* complaint;
    };

    const std::string supabase = "plugin: supabase, url: \"https://ref.supabase.co\", ";
    const std::string key = supabase + "key: \"${credential:s}\"";
    const std::string proxy = key + ", proxy: \"http://p:1\", proxy_login: \"${credential:s}\"";
    for (const Case& one :
         {Case{key.c_str(), "canary-key", ":75: key: the key is neither sb_publishable_"},
          Case{key.c_str(), "sb_publishable_canary", ":75: key: a publishable key alone may not"},
          Case{key.c_str(), "canary key", ":75: key: must be one line without blanks"},
          Case{proxy.c_str(), "sb_secret_canary", ": proxy_login: the secret must be USER:PASS"},
          Case{"plugin: postgres, dsn: \"${credential:s}\"", "canary", ":43: dsn: the dsn is n"}}) {
        const std::vector<std::string> problems = problemsOfSecret(one.output, one.secret);
        ASSERT_EQ(problems.size(), 1U) << one.complaint;
        EXPECT_NE(problems[0].find("historian.yaml:1:"), std::string::npos) << problems[0];
        EXPECT_NE(problems[0].find(one.complaint), std::string::npos) << problems[0];
        EXPECT_EQ(problems[0].find("canary"), std::string::npos) << problems[0];
        EXPECT_EQ(problemsOfSecret(one.output, std::nullopt), std::vector<std::string>{});
    }
    EXPECT_EQ(problemsOfSecret(key, "sb_secret_abc"), std::vector<std::string>{});
}

TEST(Check, SaysWhatAnOutputCostsInADay)
{
    const auto notesOf = [](const std::string& devices) {
        const TempDirectory temp;
        return checkConfiguration(temp.write("historian.yaml",
                                             devices +
                                                 "outputs: [{name: cloud, plugin: supabase, url: "
                                                 "\"https://ref.supabase.co\", key: "
                                                 "\"${credential:supabase-key}\"}]\n"),
                                  kBuilt,
                                  kNoData)
            .notes;
    };
    const auto notes = notesOf("devices: [{id: a, expected_interval: 10s}]\n");
    ASSERT_EQ(notes.size(), 2U);
    EXPECT_EQ(notes[0].find("credential 'supabase-key': whether it is there cannot be seen"), 0U);
    EXPECT_NE(notes[1].find("cloud: data a day: 12.1 MB sent"), std::string::npos) << notes[1];
    EXPECT_NE(notes[1].find("fill 500 MB in 165 days (an estimate"), std::string::npos) << notes[1];
    EXPECT_NE(notesOf("").at(1).find("not known yet"), std::string::npos);
}

TEST(Check, NamesASecretThatIsNotThereAndWhatElseIsWrong)
{
    const TempDirectory temp;
    const auto problems =
        checkConfiguration(temp.write("historian.yaml",
                                      "outputs:\n  - {name: cloud, plugin: supabase, url: "
                                      "\"http://a.supabase.co\", key: \"${credential:k}\"}\n"),
                           kBuilt,
                           temp.path())
            .problems;
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_NE(problems[0].find("historian.yaml:2:71: outputs[cloud]: key 'key': credential 'k' is "
                               "not there: set it with historianctl credential set k --data"),
              std::string::npos)
        << problems[0];
    EXPECT_NE(problems[1].find("url: must begin with https://"), std::string::npos) << problems[1];
}

TEST(Check, NamesADeviceProfileThatIsNotThere)
{
    const auto fault = [](const std::string& yaml) {
        const std::string problem = firstProblem(yaml);
        return problem.substr(std::min(problem.find("historian.yaml"), problem.size()));
    };
    EXPECT_EQ(fault("devices: [{id: d, profile: nonsense}]"),
              "historian.yaml:1:19: devices[d]: key 'profile': there is no profile 'nonsense'");
    EXPECT_EQ(firstProblem("devices: [{id: d, profile: esp32-scada}]"), "no problem");
    EXPECT_EQ(fault("devices:\n  - {id: c}\n  - {id: d, profile: esp32-scadda}\n"),
              "historian.yaml:3:13: devices[d]: key 'profile': there is no profile "
              "'esp32-scadda', did you mean 'esp32-scada'?");
}

TEST(Check, NamesAWrongProfileOfAUnitWhoseInputHasAnotherFaultToo)
{
    const auto problems = problemsOf("inputs:\n  - name: m\n    plugin: modbus\n    conection: x\n"
                                     "    units: [{id: 1, device: a, profile: abb-b32}]\n");
    EXPECT_NE(problems.back().find(":5:32: units[a]: key 'profile': there is no profile "
                                   "'abb-b32', did you mean 'abb-b23'?"),
              std::string::npos)
        << problems.back();
}

std::vector<std::string> problemsOfModbus(const std::string& connection, const std::string& unit)
{
    auto problems =
        problemsOf("inputs:\n  - name: m\n    plugin: modbus\n    connection: " + connection +
                   "\n    units:\n      - {device: a, " + unit + "}\n");
    for (std::string& problem : problems) problem.erase(0, problem.find("historian.yaml"));
    return problems;
}

TEST(Check, NamesAWrongPortUnitOrProfileOnceAndWithItsOwnPlace)
{
    EXPECT_EQ(problemsOfModbus("tcp://10.0.0.5:99999", "id: 1, profile: abb-b23"),
              Problems{"historian.yaml:4:5: 'tcp://10.0.0.5:99999': a port is a number from 1 to "
                       "65535"});
    EXPECT_EQ(problemsOfModbus("tcp://10.0.0.5", "id: 300, profile: abb-b23"),
              Problems{"historian.yaml:6:25: inputs[m]: units[0]: key 'id' must be a whole number "
                       "from 0 to 255, but is 300"});
    EXPECT_EQ(problemsOfModbus("tcp://10.0.0.5", "id: 1, profile: abb-b32"),
              Problems{"historian.yaml:6:28: there is no profile 'abb-b32', did you mean "
                       "'abb-b23'?"});
}

TEST(Check, NamesTheProfileThatTheSameDeviceHasForThePlugin)
{
    EXPECT_EQ(problemsOfModbus("tcp://10.0.0.5", "id: 1, profile: esp32-scada"),
              Problems{"historian.yaml:6:28: profile 'esp32-scada' has no section 'modbus', did "
                       "you mean 'esp32-scada-modbus'?"});
}

TEST(Check, ListsTheProfilesThatCanBeReadSo)
{
    const auto problems = problemsOfModbus("tcp://10.0.0.5", "id: 1, profile: demo");
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_NE(problems[0].find("profile 'demo' has no section 'modbus'; these have one: abb-b23, "),
              std::string::npos)
        << problems[0];
}

std::vector<std::string> problemsOfProfile(const std::string& section)
{
    const TempDirectory temp;
    temp.write("board.yaml", "name: board\nversion: \"1\"\nmetrics: {power: {}}\n" + section);
    Layout layout = kBuilt;
    layout.deviceProfiles = temp.path();
    auto problems = checkConfiguration(std::nullopt, layout).problems;
    for (std::string& problem : problems) problem.erase(0, problem.find("board.yaml"));
    return problems;
}

TEST(Check, NamesASectionOfAProfileThatBelongsToNoPlugin)
{
    EXPECT_EQ(
        problemsOfProfile("htpp: {gap: 4}\n"),
        std::vector<std::string>{"board.yaml:4:1: section 'htpp' belongs to no plugin, did you "
                                 "mean 'http'?"});
    EXPECT_EQ(problemsOfProfile("zzz: {}\n"),
              std::vector<std::string>{"board.yaml:4:1: section 'zzz' belongs to no plugin"});
}

TEST(Check, NamesAKeyOfAProfileThatItsPluginDoesNotHave)
{
    EXPECT_EQ(problemsOfProfile("http: {gap: 4}\n"),
              std::vector<std::string>{"board.yaml:4:8: http: unknown key 'gap'"});
}

constexpr auto kOwnMeter = "name: my-meter\nversion: \"1\"\nmetrics: {power: {unit: W}}\n"
                           "modbus: {registers: [{metric: power, address: 5}]}\n";
constexpr auto kReadsIt = "inputs: [{name: m, plugin: modbus, connection: \"tcp://10.0.0.5\", "
                          "units: [{id: 1, device: a, profile: my-meter}]}]\n";

Checked checkBesideOwn(const std::string& file, const std::string& profile)
{
    const TempDirectory temp;
    std::filesystem::create_directory(temp.path() / "devices");
    temp.write("devices/" + file, profile);
    const auto configuration = temp.write("historian.yaml", kReadsIt);
    Layout layout = kBuilt;
    layout.ownDeviceProfiles = ownDeviceProfiles(configuration);
    Checked checked = checkConfiguration(configuration, layout);
    for (auto* texts : {&checked.problems, &checked.notes})
        for (std::string& text : *texts)
            if (const auto at = text.find(temp.path()); at != std::string::npos)
                text.erase(at, temp.path().string().size());
    return checked;
}

TEST(Check, KnowsTheProfilesBesideTheConfiguration)
{
    const Checked checked = checkBesideOwn("my-meter.yaml", kOwnMeter);
    EXPECT_EQ(checked.problems, Problems{});
    EXPECT_EQ(checked.notes, Problems{});
}

TEST(Check, NamesTheFaultsOfAProfileBesideTheConfigurationWithTheirPlace)
{
    const Checked checked = checkBesideOwn("my-meter.yaml",
                                           "name: my-meter\nversion: \"1\"\nmetrics: {power: "
                                           "{unitt: W}}\n");
    ASSERT_EQ(checked.problems.size(), 2U);
    EXPECT_NE(checked.problems[0].find("there is no profile 'my-meter'"), std::string::npos);
    EXPECT_EQ(checked.problems[1],
              "/devices/my-meter.yaml:3:19: metric 'power': unknown key 'unitt', did you mean "
              "'unit'?");
}

TEST(Check, RemarksThatAnOwnProfileIsUsedInPlaceOfAPackagedOne)
{
    const Checked checked =
        checkBesideOwn("abb-b23.yaml", "name: abb-b23\nversion: \"2\"\nmetrics: {power: {}}\n");
    ASSERT_EQ(checked.notes.size(), 1U);
    EXPECT_EQ(checked.notes[0].find("/devices/abb-b23.yaml is used, not "), 0U) << checked.notes[0];
}

TEST(Check, NamesEveryProblemOfSeveralInstances)
{
    EXPECT_EQ(
        problemsOf(
            "inputs:\n  - {name: a}\n  - {name: b, plugin: none}\nstore: {plugin: sqlite, x: 1}\n")
            .size(),
        3U);
}

TEST(Layout, IsTheSameUnderEveryPrefix)
{
    const Layout layout = layoutOf("/usr/bin/historiand");
    EXPECT_EQ(layout.pluginDirectories.front(), "/usr/lib/historian/plugins");
    EXPECT_EQ(layout.page, "/usr/share/historian/web");
    EXPECT_EQ(layout.deviceProfiles, "/usr/share/historian/devices");
    EXPECT_TRUE(layout.ownDeviceProfiles.empty());
    EXPECT_EQ(ownDeviceProfiles("/etc/historian/historian.yaml"), "/etc/historian/devices");
    EXPECT_EQ(ownDeviceProfiles("site.yaml"), "devices");
    EXPECT_TRUE(std::filesystem::exists(thisProgram()));
}

} // namespace
} // namespace historian::app
