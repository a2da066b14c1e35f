#include "testing/child_process.h"
#include "testing/device.h"
#include "testing/peers.h"
#include "testing/rig.h"

#include <gtest/gtest.h>

namespace historian::modbus {
namespace {

using testing::ChildProcess;
using testing::Rig;
using Strings = std::vector<std::string>;
using testing::kPatience;

void addRegister(historian::testing::TestConfig& unit, const Rig::Texts& texts)
{
    unit.addMap("registers", texts);
}

} // namespace

TEST(ModbusPeers, FirstFirmwaresMapIsReadFromPymodbusWithItsRollover)
{
    testing::PymodbusServer server(
        "tcp",
        R"({"1": {"hr": {"30001":550,"30002":65530,"30003":4997,"30004":2500,"30005":220,)"
        R"("30006":950,"30007":255,"30008":850,"30009":960,"30010":1},)"
        R"("co": {"1":1,"2":1,"3":1,"4":1}, "di": {"1":0,"2":0,"3":0}}})");
    Rig rig("tcp://127.0.0.1:" + server.port());
    auto& unit = rig.unit(1, "ESP32-001");
    addRegister(unit, {{"metric", "power"}, {"address", "30001"}});
    addRegister(unit, {{"metric", "total_energy_kwh"}, {"address", "30002"}, {"scale", "0.01"}});
    addRegister(unit, {{"metric", "grid_frequency_hz"}, {"address", "30003"}, {"scale", "0.01"}});
    addRegister(unit, {{"metric", "current"}, {"address", "30004"}, {"scale", "0.001"}});
    addRegister(unit, {{"metric", "voltage"}, {"address", "30005"}});
    addRegister(unit, {{"metric", "power_factor"}, {"address", "30006"}, {"scale", "0.001"}});
    addRegister(unit, {{"metric", "ambient_temp_c"}, {"address", "30007"}, {"scale", "0.1"}});
    addRegister(unit, {{"metric", "irradiance_w_m2"}, {"address", "30008"}});
    addRegister(unit, {{"metric", "efficiency"}, {"address", "30009"}, {"scale", "0.001"}});
    addRegister(unit, {{"metric", "system_status"}, {"address", "30010"}});
    addRegister(unit, {{"metric", "grid_ok"}, {"address", "4"}, {"table", "coil"}});
    addRegister(unit, {{"metric", "high_temp"}, {"address", "1"}, {"table", "discrete"}});
    rig.start();
    ASSERT_TRUE(rig.waitFor(1));
    server.change(R"({"1": {"hr": {"30002": 5}}})");
    ASSERT_TRUE(rig.waitFor(rig.sink.everything().size() + 2));
    rig.stop();
    const std::pair<const char*, const char*> expected[] = {{"power", "550"},
                                                            {"total_energy_kwh", "655.3"},
                                                            {"grid_frequency_hz", "49.97"},
                                                            {"current", "2.5"},
                                                            {"voltage", "220"},
                                                            {"power_factor", "0.95"},
                                                            {"ambient_temp_c", "25.5"},
                                                            {"irradiance_w_m2", "850"},
                                                            {"efficiency", "0.96"},
                                                            {"system_status", "1"},
                                                            {"grid_ok", "1"},
                                                            {"high_temp", "0"}};
    for (const auto& [metric, value] : expected)
        EXPECT_EQ(rig.values("ESP32-001", metric)[0], value) << metric;
    EXPECT_EQ(rig.values("ESP32-001", "total_energy_kwh").back(), "0.05");
}

TEST(ModbusPeers, OneIllegalPointOfFortyDoesNotHideTheOthersFromPymodbus)
{
    std::string image;
    for (int i = 0; i < 40; ++i)
        if (i != 33)
            image += (image.empty() ? "\"" : ",\"") + std::to_string(i) + "\":" + std::to_string(i);
    testing::PymodbusServer server("tcp", R"({"1": {"ir": {)" + image + "}}}");
    Rig rig("tcp://127.0.0.1:" + server.port());
    auto& unit = rig.unit(1, "meter-1");
    for (int i = 0; i < 40; ++i)
        addRegister(unit,
                    {{"metric", "r" + std::to_string(i)},
                     {"address", std::to_string(i)},
                     {"table", "input"}});
    rig.start();
    ASSERT_TRUE(rig.waitFor(2));
    rig.stop();
    EXPECT_EQ(rig.values("meter-1", "r33"), Strings(rig.sink.everything().size(), "bad_device"));
    EXPECT_EQ(rig.values("meter-1", "r39")[0], "39");
}

TEST(ModbusPeers, ALineThatIsPulledAndPluggedAgainIsReadOn)
{
    testing::SerialCable cable;
    auto server =
        std::make_unique<testing::PymodbusServer>(cable.far(), R"({"1":{"hr":{"10":30}}})");
    Rig rig("rtu://" + cable.near() + "?baud=9600", {{"timeout", "2s"}});
    rig.simpleUnit(1, "meter-1", 10);
    rig.start();
    ASSERT_TRUE(rig.waitForValues("meter-1", "value", 1));
    for (int round = 0; round < 5; ++round) {
        server.reset();
        cable.pull();
        while (rig.host.whyDegraded().empty()) std::this_thread::yield();
        cable.plug();
        server =
            std::make_unique<testing::PymodbusServer>(cable.far(), R"({"1":{"hr":{"10":30}}})");
        while (!rig.host.whyDegraded().empty()) std::this_thread::yield();
    }
    rig.stop();
    const Strings values = rig.values("meter-1", "value");
    EXPECT_LE(std::ranges::count(values, "bad_comm"), 5);
    EXPECT_EQ(values.back(), "30");
}

TEST(ModbusPeers, PymodbusIsReadByRtuWithinTcp)
{
    testing::PymodbusServer server("rtutcp", R"({"3": {"hr": {"0": 17254, "1": 32768}}})");
    Rig rig("rtutcp://127.0.0.1:" + server.port());
    addRegister(rig.unit(3, "meter-3"), {{"metric", "voltage"}, {"address", "0"}, {"type", "f32"}});
    rig.start();
    ASSERT_TRUE(rig.waitFor(2));
    rig.stop();
    EXPECT_EQ(rig.values("meter-3", "voltage")[1], "230.5");
}

TEST(ModbusPeers, LibmodbusIsReadInAllFourTables)
{
    ChildProcess server({LIBMODBUS_SERVER});
    const std::string port = server.readLine(kPatience);
    ASSERT_FALSE(port.empty());
    Rig rig("tcp://127.0.0.1:" + port);
    auto& unit = rig.unit(255, "plc");
    for (const auto* table : {"holding", "input"})
        addRegister(unit, {{"metric", table}, {"address", "199"}, {"table", table}});
    for (const auto* table : {"coil", "discrete"})
        addRegister(unit, {{"metric", table}, {"address", "199"}, {"table", table}});
    addRegister(unit, {{"metric", "beyond"}, {"address", "200"}});
    rig.start();
    ASSERT_TRUE(rig.waitFor(2));
    rig.stop();
    EXPECT_EQ(rig.values("plc", "holding")[1], "199");
    EXPECT_EQ(rig.values("plc", "input")[1], "199");
    EXPECT_EQ(rig.values("plc", "coil")[1], "1");
    EXPECT_EQ(rig.values("plc", "discrete")[1], "1");
    EXPECT_EQ(rig.values("plc", "beyond").front(), "bad_device");
}

TEST(ModbusPeers, MbpollAgreesThatOurOwnPeerSpeaksModbus)
{
    testing::Device device;
    device.set(30001, {550, 123, 4997});
    testing::TcpPeer peer(testing::speakMbap(testing::allUnits(device)));
    ChildProcess client({"mbpoll",
                         "-m",
                         "tcp",
                         "-p",
                         peer.port(),
                         "-a",
                         "1",
                         "-t",
                         "4",
                         "-0",
                         "-r",
                         "30001",
                         "-c",
                         "3",
                         "-1",
                         "127.0.0.1"});
    const std::string said = client.readAll(kPatience);
    for (const auto* value : {"550", "123", "4997"})
        EXPECT_NE(said.find(value), std::string::npos) << said;
}

} // namespace historian::modbus
