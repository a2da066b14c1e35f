#include "app/check.h"
#include "app_support.h"

#include <gtest/gtest.h>

namespace historian::app {
namespace {

const Layout kBuilt = layoutOf(std::filesystem::path(APP_TEST_PREFIX) / "bin/historiand");

std::vector<std::string> problemsOf(const std::string& yaml)
{
    const TempDirectory temp;
    return checkConfiguration(temp.write("historian.yaml", yaml), kBuilt).problems;
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

TEST(Check, NamesAPluginThatIsNotThere)
{
    EXPECT_NE(
        firstProblem("inputs: [{name: a, plugin: htpp}]").find("there is no input plugin 'htpp'"),
        std::string::npos);
}

TEST(Check, NamesAPathThatTwoInputsWant)
{
    const std::string problem =
        firstProblem("inputs:\n  - {name: a, plugin: http}\n  - {name: b, plugin: http}\n");
    EXPECT_NE(problem.find("historian.yaml:3:5"), std::string::npos) << problem;
    EXPECT_NE(problem.find("belongs to a already"), std::string::npos) << problem;
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

TEST(Check, SaysWhatAnOutputCostsInADay)
{
    const auto notesOf = [](const std::string& devices) {
        const TempDirectory temp;
        return checkConfiguration(temp.write("historian.yaml",
                                             devices +
                                                 "outputs: [{name: cloud, plugin: supabase, url: "
                                                 "\"https://ref.supabase.co\", key: "
                                                 "\"${credential:supabase-key}\"}]\n"),
                                  kBuilt)
            .notes;
    };
    const auto notes = notesOf("devices: [{id: a, expected_interval: 10s}]\n");
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_NE(notes[0].find("cloud: data a day: 12.1 MB sent"), std::string::npos) << notes[0];
    EXPECT_NE(notes[0].find("fill 500 MB in 165 days (an estimate"), std::string::npos) << notes[0];
    EXPECT_NE(notesOf("")[0].find("not known yet"), std::string::npos);
}

TEST(Check, NamesADeviceProfileThatIsNotThere)
{
    EXPECT_EQ(firstProblem("devices: [{id: d, profile: nonsense}]"),
              "devices: d: there is no profile 'nonsense'");
    EXPECT_EQ(firstProblem("devices: [{id: d, profile: esp32-scada}]"), "no problem");
}

std::vector<std::string> problemsOfProfile(const std::string& section)
{
    const TempDirectory temp;
    temp.write("board.yaml", "name: board\nversion: \"1\"\nmetrics: {power: {}}\n" + section);
    Layout layout = kBuilt;
    layout.deviceProfiles = temp.path();
    return checkConfiguration(std::nullopt, layout).problems;
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
    EXPECT_TRUE(std::filesystem::exists(thisProgram()));
}

} // namespace
} // namespace historian::app
