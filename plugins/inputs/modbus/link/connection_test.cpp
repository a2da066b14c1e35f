#include "link/connection.h"

#include <gtest/gtest.h>

namespace historian::modbus {

TEST(Connection, UnderstandsEachScheme)
{
    const auto tcp = parseConnection("tcp://10.0.0.5");
    ASSERT_TRUE(tcp);
    EXPECT_EQ(tcp->endpoint.host, "10.0.0.5");
    EXPECT_EQ(tcp->endpoint.port, "502");
    EXPECT_EQ(parseConnection("tls://plc1")->endpoint.port, "802");
    EXPECT_EQ(parseConnection("rtutcp://gw:4196")->kind, Connection::Kind::RtuOverTcp);
    EXPECT_EQ(parseConnection("tcp://[fe80::1]:1502")->endpoint.host, "fe80::1");
    EXPECT_EQ(parseConnection("tcp://[fe80::1]")->endpoint.port, "502");
}

TEST(Connection, UnderstandsASerialLine)
{
    const auto line = parseConnection("rtu:///dev/serial/by-id/x:1-port0?baud=19200&format=8E1");
    ASSERT_TRUE(line);
    EXPECT_EQ(line->path, "/dev/serial/by-id/x:1-port0");
    EXPECT_EQ(line->format.baud, 19200);
    EXPECT_EQ(line->format.parity, 'E');
    EXPECT_EQ(parseConnection("rtu:///dev/ttyUSB0")->format.baud, 9600);
}

TEST(Connection, SaysWhatIsWrong)
{
    const std::pair<const char*, const char*> wrong[] = {
        {"10.0.0.5:502", "begins with none of"},
        {"http://10.0.0.5", "begins with none of"},
        {"tcp://", "no host"},
        {"tcp://fe80::1", "brackets"},
        {"tcp://[fe80::1", "ends with ]"},
        {"tcp://a:0", "1 to 65535"},
        {"tcp://a:70000", "1 to 65535"},
        {"rtutcp://a", "1 to 65535"},
        {"rtu://ttyUSB0", "absolute path"},
        {"rtu:///dev/x?baud=9601", "baud is one of"},
        {"rtu:///dev/x?format=9N1", "8N1"},
        {"rtu:///dev/x?speed=1", "neither baud nor format"}};
    for (const auto& [text, why] : wrong) {
        const auto connection = parseConnection(text);
        ASSERT_FALSE(connection) << text;
        EXPECT_NE(connection.error().message.find(why), std::string::npos)
            << connection.error().message;
    }
}

} // namespace historian::modbus
