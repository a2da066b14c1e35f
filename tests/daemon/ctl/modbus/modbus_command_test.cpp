// The commands against pymodbus and libmodbus, over TCP, RTU over TCP and a serial line.
#include "blocked_signals.h"
#include "ctl/api_client.h"
#include "ctl/commands.h"
#include "testing/device.h"
#include "testing/peers.h"

#include <Poco/JSON/Array.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <optional>
#include <thread>

namespace historian::ctl {

namespace {

using modbus::testing::ChildProcess;
using modbus::testing::PymodbusServer;
using modbus::testing::Reaction;
using modbus::testing::SerialCable;
using modbus::testing::TcpPeer;
using Options = std::vector<std::pair<std::string, std::string>>;

/// Unit 1: a float in register 10 and a SunSpec inverter; unit 7: one input register.
constexpr const char* kSite =
    R"({"1": {"hr": {"10":17254,"11":32768,"40000":21365,"40001":28243,"40002":103,"40003":1,)"
    R"("40004":7,"40005":65535,"40006":0}}, "7": {"ir": {"5":4}}})";

CommandLine lineOf(std::string action, Options options, bool wantsJson = false)
{
    CommandLine line;
    line.words = {"modbus", std::move(action)};
    line.options = std::move(options);
    line.wantsJson = wantsJson;
    return line;
}

Outcome scan(const std::string& connection, const std::string& units)
{
    const Options options = {{"connection", connection}, {"units", units}, {"timeout", "4s"}};
    return runModbus(lineOf("scan", options));
}

bool has(const Outcome& outcome, const std::string& part)
{
    return outcome.text.find(part) != std::string::npos;
}

std::string complaint(const CommandLine& line)
{
    try {
        runModbus(line);
    } catch (const UsageError& problem) {
        return problem.what();
    }
    return "none";
}

} // namespace

TEST(ModbusDecode, ShowsAFloatOfPymodbusAndThatItsNeighboursAreRefused)
{
    PymodbusServer server("tcp", kSite);
    const Outcome outcome = runModbus(
        lineOf("decode", {{"connection", "tcp://127.0.0.1:" + server.port()}, {"address", "10"}}));
    EXPECT_EQ(outcome.exitCode, 0);
    EXPECT_TRUE(has(outcome, "holding 10: 4366 8000\n")) << outcome.text;
    EXPECT_TRUE(has(outcome, "f32     230.5 *")) << outcome.text;
    EXPECT_TRUE(has(outcome, "holding 9, one lower: refused: illegal address")) << outcome.text;
}

TEST(ModbusDecode, ShowsTheNeighboursOfLibmodbus)
{
    ChildProcess server({LIBMODBUS_SERVER});
    const std::string port = server.readLine(std::chrono::seconds(60));
    for (const char* function : {"holding", "input"}) {
        const Options options = {{"connection", "tcp://127.0.0.1:" + port},
                                 {"address", "0x64"},
                                 {"function", function},
                                 {"count", "1"}};
        const Outcome outcome = runModbus(lineOf("decode", options, true));
        const auto windows = parseObject(outcome.text)->getArray("windows");
        ASSERT_EQ(windows->size(), 3U) << outcome.text;
        EXPECT_EQ(windows->getObject(0)->getArray("registers")->getElement<std::string>(0), "0064");
        EXPECT_EQ(windows->getObject(1)->getArray("registers")->getElement<std::string>(0), "0063");
        EXPECT_EQ(windows->getObject(2)->getArray("registers")->getElement<std::string>(0), "0065");
    }
}

TEST(ModbusDecode, ShowsCoilsOfLibmodbus)
{
    ChildProcess server({LIBMODBUS_SERVER});
    const std::string port = server.readLine(std::chrono::seconds(60));
    const Options options = {{"connection", "tcp://127.0.0.1:" + port},
                             {"address", "2"},
                             {"function", "coil"},
                             {"count", "3"}};
    EXPECT_TRUE(has(runModbus(lineOf("decode", options)), "\ncoil 2: 0 1 0\n"));
}

TEST(ModbusDecode, SaysThatNobodyAnsweredAndFails)
{
    PymodbusServer server("tcp", kSite);
    const Options options = {{"connection", "tcp://127.0.0.1:" + server.port()},
                             {"address", "10"},
                             {"unit", "3"},
                             {"timeout", "3s"}};
    const Outcome outcome = runModbus(lineOf("decode", options));
    EXPECT_EQ(outcome.exitCode, 1);
    EXPECT_TRUE(has(outcome, "holding 10: no answer in 3000 ms; is the unit right (modbus scan)"))
        << outcome.text;
    EXPECT_FALSE(has(outcome, "hint, no proof")) << "a legend without a table";
}

TEST(ModbusDecode, NeedsNoDeviceForGivenRegisters)
{
    const Outcome outcome = runModbus(lineOf("decode", {{"registers", "0x41C8, 0 1"}}));
    EXPECT_EQ(outcome.exitCode, 0);
    EXPECT_TRUE(has(outcome, "as given: 41C8 0000 0001\n")) << outcome.text;
    EXPECT_TRUE(has(outcome, "f32     25 *")) << outcome.text;
    EXPECT_TRUE(has(outcome, "from the second register on: 0000 0001\n")) << outcome.text;
}

TEST(ModbusDecode, RefusesWhatAreNoRegisters)
{
    const auto given = [](const std::string& text) {
        return complaint(lineOf("decode", {{"registers", text}}));
    };
    EXPECT_EQ(given("41G8"),
              "'41G8' is no register: up to four hexadecimal digits, a blank between two");
    EXPECT_EQ(given("12345"),
              "'12345' is no register: up to four hexadecimal digits, a blank between two");
    EXPECT_EQ(given("0x"),
              "'0x' is no register: up to four hexadecimal digits, a blank between two");
    EXPECT_EQ(given(" "), "--registers are 1 to 125 registers");
    std::string many;
    for (int i = 0; i < 125; ++i) many += "1 ";
    EXPECT_EQ(given(many), "none");
    EXPECT_EQ(given(many + "1"), "--registers are 1 to 125 registers");
}

TEST(ModbusDecode, RefusesAddressesThatThereAreNot)
{
    const auto at = [](const std::string& address, const std::string& count) {
        const Options options = {
            {"connection", "tcp://127.0.0.1:1"}, {"address", address}, {"count", count}};
        return complaint(lineOf("decode", options));
    };
    EXPECT_NE(at("65536", "1").find("from 0 to 65535"), std::string::npos);
    EXPECT_NE(at("040001", "1").find("without leading zeros"), std::string::npos);
    EXPECT_EQ(at("65535", "2"), "--address and --count lead beyond register 65535");
    EXPECT_NE(at("0", "124").find("from 1 to 123"), std::string::npos);
}

TEST(ModbusScan, FindsUnitsOfPymodbusOverTcpAndTheirSunSpecModels)
{
    PymodbusServer server("tcp", kSite);
    const Outcome outcome = scan("tcp://127.0.0.1:" + server.port(), "1-2");
    EXPECT_EQ(outcome.exitCode, 0);
    EXPECT_TRUE(has(outcome, "\n1     exception 2, illegal address")) << outcome.text;
    EXPECT_TRUE(has(outcome, "at 40000, models 103\n")) << outcome.text;
    EXPECT_TRUE(has(outcome, "1 of 2 units answered")) << outcome.text;
}

TEST(ModbusScan, FindsUnitsOfPymodbusOverRtuWithinTcp)
{
    PymodbusServer server("rtutcp", kSite);
    const Outcome outcome = scan("rtutcp://127.0.0.1:" + server.port(), "6-7");
    EXPECT_TRUE(has(outcome, "\n7     values")) << outcome.text;
    EXPECT_TRUE(has(outcome, "1 of 2 units answered")) << outcome.text;
}

TEST(ModbusScan, FindsUnitsOfPymodbusOnASerialLine)
{
    SerialCable cable;
    PymodbusServer server(cable.far(), kSite);
    const Outcome outcome = scan("rtu://" + cable.near() + "?baud=9600", "6-7");
    EXPECT_TRUE(has(outcome, "\n7     values")) << outcome.text;
    EXPECT_TRUE(has(outcome, "1 of 2 units answered")) << outcome.text;
}

TEST(ModbusScan, FindsNobodyAndFails)
{
    PymodbusServer server("tcp", kSite);
    const Outcome outcome = scan("tcp://127.0.0.1:" + server.port(), "3");
    EXPECT_EQ(outcome.exitCode, 1);
    EXPECT_TRUE(has(outcome, "0 of 1 units answered")) << outcome.text;
}

TEST(ModbusScan, LeavesAtCtrlCWhatItSaw)
{
    const testing::BlockedSignals blocked;
    modbus::testing::Device device;
    device.set(0, {7});
    const auto speak = modbus::testing::speakMbap(
        [&device](std::uint8_t unit, modbus::ByteView pdu) -> modbus::Bytes {
            if (unit == 1) return device.answer(pdu);
            ::kill(::getpid(), SIGINT);
            return {};
        });
    TcpPeer peer(speak);
    const Options options = {{"connection", peer.connection()}, {"timeout", "60s"}};
    const Outcome outcome = runModbus(lineOf("scan", options));
    EXPECT_EQ(outcome.exitCode, 1);
    EXPECT_TRUE(has(outcome, "\n1     values")) << outcome.text;
    EXPECT_TRUE(has(outcome, "Interrupted: units after 1 were not asked.")) << outcome.text;
}

TEST(ModbusScan, SaysOnceWhyTheLineWasLostAndKeepsWhatItSaw)
{
    modbus::testing::Device device;
    device.set(0, {7});
    std::optional<TcpPeer> peer;
    const auto speak = modbus::testing::speakMbap(modbus::testing::allUnits(device));
    const modbus::FileDescriptor gone(::eventfd(0, EFD_CLOEXEC));
    peer.emplace([&](const modbus::Bytes& request) {
        if (request.at(6) == 1) return speak(request);
        ::eventfd_write(gone.get(), 1);
        return Reaction{{}, false};
    });
    const Options options = {{"connection", peer->connection()}, {"timeout", "60s"}};
    const std::jthread closer([&] {
        eventfd_t count = 0;
        ::eventfd_read(gone.get(), &count);
        peer.reset();
    });
    const Outcome outcome = runModbus(lineOf("scan", options));
    EXPECT_EQ(outcome.exitCode, 1);
    EXPECT_TRUE(has(outcome, "\n1     values")) << outcome.text;
    EXPECT_TRUE(has(outcome, "The line was lost (cannot connect")) << outcome.text;
}

TEST(ModbusScan, RefusesARangeOfUnitsThatThereIsNot)
{
    const Options options = {{"connection", "tcp://127.0.0.1:1"}, {"units", "0-9"}};
    EXPECT_EQ(complaint(lineOf("scan", options)),
              "--units '0-9' is no range of units such as 1-247");
}

TEST(ModbusCommand, KnowsDecodeAndScanAlone)
{
    EXPECT_EQ(complaint(lineOf("write", {})), "'write' is neither decode nor scan");
    CommandLine line = lineOf("scan", {});
    line.words.push_back("tcp://h");
    EXPECT_EQ(complaint(line), "'tcp://h' is one word too many (a text with blanks needs quotes)");
    EXPECT_NE(modbusHelp().find("--connection"), std::string::npos);
}

} // namespace historian::ctl
