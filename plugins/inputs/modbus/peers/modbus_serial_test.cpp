#include "testing/child_process.h"
#include "testing/rig.h"

#include <gtest/gtest.h>

namespace historian::modbus {

using testing::Rig;
using Strings = std::vector<std::string>;

TEST(ModbusSerialPeer, IsReadInAllFourTables)
{
    testing::ChildProcess server({"node", MODBUS_SERIAL_SERVER});
    const std::string port = server.readLine(testing::kPatience);
    ASSERT_FALSE(port.empty()) << "modbus-serial does not start (nodejs, npm)";
    Rig rig("tcp://127.0.0.1:" + port);
    auto& unit = rig.unit(7, "plc");
    for (const auto* table : {"holding", "input", "coil", "discrete"})
        for (const auto* address : {"300", "301"})
            unit.addMap("registers",
                        {{"metric", table + std::string("_") + address},
                         {"table", table},
                         {"address", address}});
    unit.addMap("registers", {{"metric", "wide"}, {"address", "1"}, {"type", "u32"}});
    rig.start();
    ASSERT_TRUE(rig.waitFor(3));
    rig.stop();
    const std::pair<const char*, const char*> expected[] = {{"holding_300", "300"},
                                                            {"holding_301", "301"},
                                                            {"input_300", "65235"},
                                                            {"input_301", "65234"},
                                                            {"coil_300", "1"},
                                                            {"coil_301", "0"},
                                                            {"discrete_300", "1"},
                                                            {"discrete_301", "0"},
                                                            {"wide", "65538"}};
    for (const auto& [metric, value] : expected)
        EXPECT_EQ(rig.values("plc", metric).at(0), value) << metric;
}

} // namespace historian::modbus
