#include "fake_request.h"
#include "web/api/json_body.h"

#include <gtest/gtest.h>

namespace historian::web::api {
namespace {

TEST(JsonBody, GivesTheTextOfAField)
{
    EXPECT_EQ(textField(R"({"label":"Toit é","x":1})", "label"), "Toit é");
}

TEST(JsonBody, GivesNothingForAnythingElse)
{
    for (const auto* body :
         {"", "null", "5", "[1]", "{", R"({"label":null})", R"({"label":{}})", "{} x"})
        EXPECT_FALSE(textField(body, "label")) << body;
}

TEST(JsonBody, WritesAnObjectAnewInItsOrder)
{
    EXPECT_EQ(objectText(R"( {"b" : 1, "a":[true,null] } )"), R"({"b":1,"a":[true,null]})");
    EXPECT_FALSE(objectText("[]"));
    EXPECT_FALSE(objectText(R"({"a":nan})"));
}

TEST(BodyFields, KeepTheFirstFaultAndItsPlace)
{
    web::testing::FakeRequest request("POST", "/api/v1/x");
    request.content = R"({"seq":-1,"more":true})";
    BodyFields body(request, {"seq"});
    EXPECT_FALSE(body.count("seq"));
    ASSERT_TRUE(body.refusal());
    EXPECT_EQ(body.refusal()->status, 400);
    EXPECT_NE(body.refusal()->body.find(R"("pointer":"/more","code":"unknown_field")"),
              std::string::npos)
        << body.refusal()->body;
}

TEST(BodyFields, GiveLargeNumbersAsTheyAre)
{
    web::testing::FakeRequest request("POST", "/api/v1/x");
    request.content = R"({"seq":9007199254740993,"all":true})";
    BodyFields body(request, {"seq", "all"});
    EXPECT_EQ(body.count("seq"), 9007199254740993U);
    EXPECT_TRUE(body.flag("all"));
    EXPECT_FALSE(body.refusal());
}

TEST(JsonBody, RefusesWhatIsNestedTooDeeply)
{
    EXPECT_FALSE(objectText(R"({"a":)" + std::string(1000, '[') + std::string(1000, ']') + "}"));
}

} // namespace
} // namespace historian::web::api
