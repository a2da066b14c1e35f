#include "child/messages.h"

#include <gtest/gtest.h>

namespace historian::child {

TEST(ChildMessages, GreetWithTheInstanceAndItsConfig)
{
    ChildSettings settings;
    settings.config = {{"port", "/dev/\"x\""}, {"unit", ""}};
    EXPECT_EQ(helloLine("roof", settings),
              R"({"hello":1,"instance":"roof","config":{"port":"/dev/\"x\"","unit":""}})");
}

TEST(ChildMessages, UnderstandTheChildsGreeting)
{
    const auto ready = readReady(R"({"ready":1,"name":"sensor","version":"1.2"})");
    ASSERT_TRUE(ready);
    EXPECT_EQ(ready->name, "sensor");
    EXPECT_EQ(ready->version, "1.2");
    EXPECT_TRUE(readReady(R"({"ready":1})"));
}

TEST(ChildMessages, RefuseAnyOtherFirstLine)
{
    for (const std::string_view line : {"", "hello", "[1]", R"({"power":1})", R"({"ready":"yes"})"})
        EXPECT_FALSE(readReady(line)) << line;
    EXPECT_EQ(readReady(R"({"ready":2})").error().message,
              "it speaks version 2 of the protocol, not 1");
}

TEST(ChildMessages, GiveAnIdBackAsItWasSent)
{
    EXPECT_EQ(idOf(R"({"id":7,"power":1})"), "7");
    EXPECT_EQ(idOf(R"({"power":1,"id":"a\"b"})"), R"("a\"b")");
    for (const std::string_view line :
         {R"({"power":1})", R"({"id":null})", R"({"id":{}})", R"([{"id":1}])", R"({"id":1)"})
        EXPECT_EQ(idOf(line), "") << line;
    EXPECT_EQ(idOf("{\"id\":\"" + std::string(300, 'x') + "\"}"), "");
}

} // namespace historian::child
