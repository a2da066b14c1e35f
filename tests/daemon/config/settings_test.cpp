#include "config/secrets.h"
#include "config/settings.h"
#include "config_support.h"

#include <gtest/gtest.h>

#include <array>

namespace historian::config {
namespace {

struct Read {
    std::vector<Problem> problems;
    Settings settings;
};

Read read(std::string_view text)
{
    Read result;
    result.settings = readSettings(yaml(text), result.problems);
    return result;
}

TEST(Settings, StartAnHttpInputAndASqliteStoreFromAnEmptyFile)
{
    const Read result = read("");
    EXPECT_EQ(texts(result.problems), Texts{});
    ASSERT_EQ(result.settings.inputs.size(), 1U);
    EXPECT_EQ(result.settings.inputs[0].name, "http");
    EXPECT_EQ(result.settings.inputs[0].plugin, "http");
    EXPECT_TRUE(result.settings.inputs[0].acceptsUnknownDevices);
    EXPECT_EQ(result.settings.store.plugin, "sqlite");
    EXPECT_TRUE(result.settings.outputs.empty());
    EXPECT_EQ(result.settings.http.port, 5000);
    EXPECT_EQ(result.settings.http.peers, Texts{"private"});
    EXPECT_EQ(result.settings.dataDirectory, "/var/lib/historian");
}

TEST(Settings, ReadTheWholeExampleOfTheDesign)
{
    const Read result = read(R"(
version: 1
site: {id: site-001, name: Ouarzazate roof, timezone: Africa/Casablanca, country: MA, capacity_kw: 100}
http: {address: 127.0.0.1, port: 5001, peers: [private], names: [gw], auth: auto, guest: read, tls: {cert: "", key: ""}, cors: []}
data: {directory: /srv/historian}
clock: {trust: always}
devices: [{id: ESP32-001, profile: esp32-scada, rated_kw: 1, expected_interval: 5s}]
inputs:
  - {name: esp32, plugin: http, unknown_devices: reject}
  - {name: usb, plugin: serial, device: /dev/ttyUSB0, baud: 115200}
store: {plugin: sqlite, quota: auto}
outputs:
  - {name: cloud, plugin: supabase, url: "https://x", required: true, start: now, resolution: 1min}
plugins: {directories: [/opt/historian]}
carbon: {estimate: {factor: "0.7"}}
)");
    EXPECT_EQ(texts(result.problems), Texts{});
    const Settings& settings = result.settings;
    EXPECT_EQ(settings.site.name, "Ouarzazate roof");
    EXPECT_EQ(settings.site.capacityKw, 100);
    EXPECT_EQ(settings.http.guest, base::Guest::Read);
    EXPECT_EQ(settings.clockTrust, base::ClockTrust::Always);
    ASSERT_EQ(settings.devices.size(), 1U);
    EXPECT_EQ(settings.devices[0].ratedKw, 1);
    EXPECT_EQ(settings.devices[0].expectedInterval, std::chrono::seconds(5));
    EXPECT_FALSE(settings.inputs.at(0).acceptsUnknownDevices);
    EXPECT_EQ(settings.inputs.at(1).ownKeys.entries.size(), 2U);
    EXPECT_EQ(settings.store.ownKeys.entries.size(), 1U);
    EXPECT_EQ(settings.outputs.at(0).isRequired, true);
    EXPECT_EQ(settings.outputs.at(0).start, "now");
    EXPECT_EQ(settings.pluginDirectories.at(0), "/opt/historian");
    EXPECT_EQ(settings.carbon.predecessorFactor, "0.7");
}

TEST(Settings, OfThePackageAreGood)
{
    const Read result = read(readConfigFile(HISTORIAN_ETC "/historian.yaml"));
    EXPECT_EQ(texts(result.problems), Texts{});
    for (const InstanceSettings& input : result.settings.inputs)
        EXPECT_EQ(texts(input.problems), Texts{});
}

TEST(Settings, ComplainAboutUnknownSectionsWithASuggestion)
{
    EXPECT_EQ(texts(read("intputs: []").problems),
              Texts{"h.yaml:1:1: unknown key 'intputs', did you mean 'inputs'?"});
    EXPECT_EQ(texts(read("http: {prot: 1}").problems),
              Texts{"h.yaml:1:8: 'http': unknown key 'prot', did you mean 'port'?"});
}

TEST(Settings, ComplainAboutWhatTheSchemaCannotSay)
{
    const auto one = [](std::string_view text) {
        const Texts all = texts(read(text).problems);
        return all.empty() ? std::string("no problem") : all[0];
    };
    EXPECT_NE(one("site: {id: a b}").find("cannot name a site"), std::string::npos);
    EXPECT_NE(one("site: {country: Morocco}").find("two capital letters"), std::string::npos);
    EXPECT_NE(one("site: {timezone: ../../etc/passwd}").find("timezone"), std::string::npos);
    EXPECT_NE(one("devices: [{id: a}, {id: a}]").find("h.yaml:1:20: 'devices': 'a' is there twice"),
              std::string::npos);
    EXPECT_NE(one("devices: [{id: \"<b>\"}]").find("cannot name a device"), std::string::npos);
    EXPECT_NE(one("http: {tls: {cert: /x}}").find("both cert and key"), std::string::npos);
    EXPECT_NE(one("carbon: {estimate: {factor: much}}").find("decimal number"), std::string::npos);
    EXPECT_NE(one("inputs: 5").find("must be a list"), std::string::npos);
    EXPECT_NE(one("version: 2").find("from 1 to 1"), std::string::npos);
    EXPECT_NE(one("store: {quota: 5}").find("key 'plugin' is missing"), std::string::npos);
}

TEST(Settings, DisableOnlyTheInstanceThatHasAFault)
{
    const Read result = read("inputs:\n  - {name: a, plugin: http}\n  - {name: b}\n  - 5\n"
                             "  - {name: a, plugin: serial}\n"
                             "  - {name: c, plugin: http, unknown_devices: maybe}\n"
                             "  - {plugin: http}\n");
    EXPECT_EQ(texts(result.problems), Texts{});
    const auto& inputs = result.settings.inputs;
    ASSERT_EQ(inputs.size(), 6U);
    EXPECT_EQ(texts(inputs[0].problems), Texts{});
    EXPECT_EQ(texts(inputs[1].problems), Texts{"h.yaml:3:5: inputs[b]: key 'plugin' is missing"});
    EXPECT_EQ(inputs[2].problems.size(), 1U);
    EXPECT_EQ(inputs[2].name, "input-3");
    EXPECT_EQ(inputs[3].problems.size(), 1U);
    EXPECT_EQ(inputs[3].name, "input-4");
    EXPECT_EQ(inputs[4].problems.size(), 1U);
    EXPECT_EQ(texts(inputs[5].problems), Texts{"h.yaml:7:5: inputs[5]: key 'name' is missing"});
}

TEST(Settings, BindAnInstanceAgainstItsPluginsSchema)
{
    constexpr std::array keys{Key{.name = "baud", .type = KeyType::Integer, .fallback = "9600"}};
    const Read result = read("inputs:\n  - {name: y, plugin: serial, baud: 300}\n  - {name: x, "
                             "plugin: serial, nam: 1}\n");
    std::vector<Problem> problems;
    const UnresolvedSecrets secrets;
    const auto good = bindInstance(result.settings.inputs[0], keys, secrets, problems);
    ASSERT_NE(good, nullptr);
    EXPECT_EQ(good->integer("baud"), 300);
    EXPECT_EQ(bindInstance(result.settings.inputs[1], keys, secrets, problems), nullptr);
    EXPECT_EQ(texts(problems),
              Texts{"h.yaml:3:31: inputs[x]: unknown key 'nam', did you mean 'name'?"});
}

} // namespace
} // namespace historian::config
