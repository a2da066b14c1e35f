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

TEST(JsonBody, RefusesWhatIsNestedTooDeeply)
{
    EXPECT_FALSE(objectText(R"({"a":)" + std::string(1000, '[') + std::string(1000, ']') + "}"));
}

} // namespace
} // namespace historian::web::api
