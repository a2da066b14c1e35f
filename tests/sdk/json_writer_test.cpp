#include <historian/codec/json_writer.h>

#include <gtest/gtest.h>

#include <clocale>
#include <cmath>
#include <limits>

namespace historian::codec {

TEST(JsonWriter, PutsCommasWhereTheyBelong)
{
    JsonWriter json;
    json.beginObject().key("a").integer(1).key("b").beginArray().number(0.5).null().endArray();
    json.key("c").beginObject().endObject().key("d").boolean(true).endObject();
    EXPECT_EQ(json.view(), R"({"a":1,"b":[0.5,null],"c":{},"d":true})");
}

TEST(JsonWriter, WritesTheShortestTextThatReadsBack)
{
    JsonWriter json;
    json.beginArray().number(0.1).number(550).number(1e300).number(-0.0).endArray();
    EXPECT_EQ(json.view(), "[0.1,550,1e+300,-0]");
}

TEST(JsonWriter, HasNoNumberForNanAndInfinity)
{
    JsonWriter json;
    json.beginArray()
        .number(std::nan(""))
        .number(std::numeric_limits<double>::infinity())
        .endArray();
    EXPECT_EQ(json.view(), "[null,null]");
    EXPECT_EQ(numberText(std::nan("")), "null");
}

TEST(JsonWriter, EscapesWhatCouldEndAString)
{
    JsonWriter json;
    json.text("a\"b\\c\nd\te\x01\x7f");
    EXPECT_EQ(json.view(), R"("a\"b\\c\nd\te\u0001\u007f")");
}

TEST(JsonWriter, KeepsUtf8AndReplacesWhatIsNone)
{
    JsonWriter json;
    json.beginArray().text("\xc3\xa9\xe2\x82\xac").text("\xff.\xed\xa0\x80").endArray();
    EXPECT_EQ(json.view(),
              "[\"\xc3\xa9\xe2\x82\xac\",\"\xEF\xBF\xBD.\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"]");
}

TEST(JsonWriter, KnowsNoDecimalComma)
{
    // Skipped where the system has no such locale; then the comma cannot come either.
    const char* comma = std::setlocale(LC_ALL, "fr_FR.UTF-8");
    EXPECT_EQ(numberText(1.5), "1.5");
    if (comma != nullptr) std::setlocale(LC_ALL, "C");
}

} // namespace historian::codec
