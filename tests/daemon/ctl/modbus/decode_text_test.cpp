#include "ctl/api_client.h"
#include "ctl/modbus/decode_text.h"

#include <Poco/JSON/Array.h>
#include <gtest/gtest.h>

namespace historian::ctl {

namespace {

Looked voltage()
{
    return {"tcp://h:502 unit 1",
            modbus::Table::Input,
            {{40U, {0x4366, 0x8000}, {}},
             {39U, {}, "refused: illegal address (exception 2)"},
             {41U, {0x8000, 0xFFFF}, {}}}};
}

bool has(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST(DecodeText, ShowsWhatWasAskedForFirstAndItsNeighboursBelow)
{
    const std::string text = decodeText(voltage());
    EXPECT_TRUE(has(text, "tcp://h:502 unit 1\n\ninput 40: 4366 8000\n")) << text;
    EXPECT_TRUE(has(text, "\ninput 39, one lower: refused: illegal address (exception 2)\n"));
    EXPECT_TRUE(has(text, "\ninput 41, one higher: 8000 FFFF\n"));
}

TEST(DecodeText, HasARowForEachTypeAndAColumnForEachOrder)
{
    const std::string text = decodeText(voltage());
    EXPECT_TRUE(has(text, "TYPE    big (ABCD)  little_words (CDAB)  little_bytes (BADC)")) << text;
    EXPECT_TRUE(has(text, "f32     230.5 *  ")) << text;
    EXPECT_TRUE(has(text, "string  \"Cf?\"")) << text;
}

TEST(DecodeText, MarksWhatUsuallyMeansNothingAndExplainsTheMarks)
{
    const std::string text = decodeText(voltage());
    EXPECT_TRUE(has(text, "s16     -32768 -")) << text;
    EXPECT_TRUE(has(text, "a hint, no proof\n"));
}

TEST(DecodeText, ShowsBitsAsTheyAre)
{
    const std::string text =
        decodeText({"x", modbus::Table::Coil, {{4U, {1, 0}, {}}, {3U, {1, 1}, {}}}});
    EXPECT_EQ(text, "x\n\ncoil 4: 1 0\n\ncoil 3, one lower: 1 1\n");
}

TEST(DecodeText, ShowsGivenRegistersWithoutAnAddress)
{
    const std::string text =
        decodeText({"given registers",
                    modbus::Table::Holding,
                    {{std::nullopt, {1, 2, 3}, {}}, {std::nullopt, {2, 3}, {}}}});
    EXPECT_TRUE(has(text, "as given: 0001 0002 0003\n")) << text;
    EXPECT_TRUE(has(text, "from the second register on: 0002 0003\n")) << text;
}

TEST(DecodeJson, HasEveryValueWithTypeAndOrder)
{
    const auto object = parseObject(decodeJson(voltage()));
    EXPECT_EQ(textOf(*object, "table"), "input");
    const auto windows = object->getArray("windows");
    ASSERT_EQ(windows->size(), 3U);
    const auto asked = windows->getObject(0);
    EXPECT_EQ(asked->getValue<int>("address"), 40);
    EXPECT_EQ(asked->getArray("registers")->getElement<std::string>(0), "4366");
    EXPECT_EQ(asked->getArray("values")->size(), 24U);
    const auto big = asked->getArray("values")->getObject(16);
    EXPECT_EQ(textOf(*big, "type"), "f32");
    EXPECT_EQ(textOf(*big, "order"), "big");
    EXPECT_EQ(big->getValue<double>("value"), 230.5);
    EXPECT_TRUE(big->getValue<bool>("usual_size"));
    EXPECT_TRUE(has(textOf(*windows->getObject(1), "refused"), "illegal address"));
}

TEST(DecodeJson, HasNullForWhatIsNoNumber)
{
    const std::string json =
        decodeJson({"x", modbus::Table::Holding, {{1U, {0x7FC0, 0x0000}, {}}}});
    EXPECT_TRUE(has(json, R"("type":"f32","order":"big","value":null,)")) << json;
}

TEST(DecodeJson, HasBitsAsNumbers)
{
    EXPECT_EQ(decodeJson({"x", modbus::Table::Discrete, {{4U, {1, 0}, {}}}}),
              R"({"source":"x","table":"discrete","windows":[{"address":4,"bits":[1,0]}]})"
              "\n");
}

} // namespace historian::ctl
