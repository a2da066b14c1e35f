#include "app/check.h"
#include "app_support.h"

#include <gtest/gtest.h>

namespace historian::app {
namespace {

/// What `--check` says of a file, its place without the directory.
Checked checked(const std::string& yaml)
{
    const Layout built = layoutOf(std::filesystem::path(APP_TEST_PREFIX) / "bin/historiand");
    const TempDirectory temp;
    Checked said =
        checkConfiguration(temp.write("historian.yaml", yaml), built, "/nowhere/historian");
    for (auto* texts : {&said.problems, &said.notes})
        for (std::string& text : *texts)
            if (const auto at = text.find("historian.yaml"); at != std::string::npos)
                text.erase(0, at);
    return said;
}

using Texts = std::vector<std::string>;

constexpr const char* kUnit = "units: [{id: 1, device: m1, profile: abb-b23}]";

} // namespace

TEST(CheckOfTheWorld, NamesASerialLineThatTwoInputsWant)
{
    const std::string serial = "inputs:\n  - {name: usb, plugin: serial, device: /dev/ttyUSB7}\n";
    EXPECT_EQ(checked(serial + "  - {name: usb2, plugin: serial, device: /dev/ttyUSB7}\n").problems,
              Texts{"historian.yaml:3:34: /dev/ttyUSB7 belongs to usb already"});
    EXPECT_EQ(checked(serial +
                      "  - name: m\n    plugin: modbus\n    connection: "
                      "rtu:///dev/ttyUSB7?baud=19200\n    " +
                      kUnit)
                  .problems,
              Texts{"historian.yaml:5:5: /dev/ttyUSB7 belongs to usb already"});
}

TEST(CheckOfTheWorld, TakesAPortThatIsNotPluggedInForNormal)
{
    EXPECT_EQ(checked("inputs: [{name: usb, plugin: serial, device: /dev/ttyUSB7}]").problems,
              Texts{});
}

TEST(CheckOfTheWorld, OnlyRemarksThatTwoInputsAskOneAddress)
{
    const auto input = [](const std::string& name) {
        return "  - {name: " + name + ", plugin: modbus, connection: \"tcp://10.0.0.5\", units: " +
               "[{id: 1, device: " + name + ", profile: abb-b23}]}\n";
    };
    const Checked said = checked("inputs:\n" + input("a") + input("b"));
    EXPECT_EQ(said.problems, Texts{});
    ASSERT_EQ(said.notes.size(), 1U);
    EXPECT_EQ(said.notes[0].find("historian.yaml:3:31: 10.0.0.5:502 is used by a too"), 0U)
        << said.notes[0];
}

TEST(CheckOfTheWorld, RemarksThatABusIsTooSlowForItsInterval)
{
    std::string meters;
    for (const char* id : {"1", "2", "3", "4"})
        meters +=
            "      - {id: " + std::string(id) + ", device: m" + id + ", profile: eastron-sdm630}\n";
    const std::string bus = "inputs:\n  - name: bus\n    plugin: modbus\n    connection: "
                            "rtu:///dev/ttyUSB7?baud=9600\n    interval: ";
    const Checked said = checked(bus + "100ms\n    units:\n" + meters);
    EXPECT_EQ(said.problems, Texts{});
    ASSERT_EQ(said.notes.size(), 1U);
    EXPECT_EQ(said.notes[0].find("historian.yaml:5:5: interval: one poll of all 4 units takes"), 0U)
        << said.notes[0];
    const std::string would = "; 1s would do";
    EXPECT_TRUE(said.notes[0].ends_with(would)) << said.notes[0];
    EXPECT_EQ(checked(bus + "5s\n    units:\n" + meters).notes, Texts{});
}

TEST(CheckOfTheWorld, NamesAProgramThatIsNotThereOrCannotBeRun)
{
    EXPECT_EQ(checked("inputs: [{name: x, plugin: exec, command: [/nowhere/sensor]}]").problems,
              Texts{"historian.yaml:1:34: command: /nowhere/sensor: No such file or directory"});
    EXPECT_EQ(checked("outputs: [{name: x, plugin: exec, command: [/etc/passwd]}]").problems,
              Texts{"historian.yaml:1:35: command: /etc/passwd: is not executable (chmod +x)"});
    EXPECT_EQ(checked("inputs: [{name: x, plugin: exec, command: [/bin/sh]}]").problems, Texts{});
}

TEST(CheckOfTheWorld, NamesATlsFileOfAModbusConnectionThatIsNotThere)
{
    EXPECT_EQ(checked("inputs:\n  - name: plc\n    plugin: modbus\n    connection: tls://10.0.0.9\n"
                      "    tls: {ca: /nowhere/ca.pem}\n    " +
                      std::string(kUnit))
                  .problems,
              Texts{"historian.yaml:5:11: ca: /nowhere/ca.pem: No such file or directory"});
}

TEST(CheckOfTheWorld, NamesATlsFileOfAnOutputThatIsNotThere)
{
    EXPECT_EQ(checked("outputs:\n  - name: m\n    plugin: mqtt\n    broker: mqtts://broker\n"
                      "    certificate: /etc\n    key: /etc/passwd\n")
                  .problems,
              Texts{"historian.yaml:5:5: certificate: /etc: is a directory"});
    const std::string wanted = ": ca_file: /nowhere/ca.pem: No such file or directory";
    for (const char* output :
         {"plugin: supabase, url: \"https://ref.supabase.co\", key: \"${credential:k}\"",
          "plugin: postgres, host: db, user: u, password: \"${credential:k}\"",
          "plugin: mqtt, broker: \"mqtts://broker\""}) {
        const Checked said = checked("outputs:\n  - {name: x, ca_file: /nowhere/ca.pem, " +
                                     std::string(output) + "}\n");
        EXPECT_EQ(said.problems, Texts{"historian.yaml:2:15" + wanted}) << output;
    }
}

TEST(CheckOfTheWorld, NamesATlsFileOfTheWebServerThatIsNotThere)
{
    EXPECT_EQ(checked("http: {tls: {cert: /nowhere/c.pem, key: /nowhere/k.pem}}").problems,
              Texts{"http.tls.key: there is no file /nowhere/k.pem"});
}

} // namespace historian::app
