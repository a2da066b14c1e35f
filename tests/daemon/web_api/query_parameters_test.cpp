#include "fake_request.h"
#include "web/api/query_parameters.h"

#include <gtest/gtest.h>

namespace historian::web::testing {
namespace {

using api::QueryParameters;

FakeRequest requestWith(Parameters query)
{
    FakeRequest request("GET", "/api/v1/x");
    request.query = std::move(query);
    return request;
}

TEST(QueryParameters, GiveWhatIsThere)
{
    const FakeRequest request = requestWith({{"a", "x"}, {"n", "5"}, {"w", "two"}});
    QueryParameters query(request, {"a", "n", "w", "t"});
    EXPECT_EQ(query.text("a"), "x");
    EXPECT_EQ(query.required("a"), "x");
    EXPECT_EQ(query.count("n", 1, 9), 5U);
    EXPECT_EQ(query.choice("w", {"one", "two"}), 1U);
    EXPECT_EQ(query.choice("t", {"one", "two"}), 0U);
    EXPECT_FALSE(query.time("t"));
    EXPECT_FALSE(query.refusal());
}

TEST(QueryParameters, KeepTheFirstFault)
{
    const FakeRequest request = requestWith({{"typo", "1"}, {"n", "x"}});
    QueryParameters query(request, {"n"});
    query.count("n", 1, 9);
    ASSERT_TRUE(query.refusal());
    EXPECT_NE(query.refusal()->body.find("unknown_parameter"), std::string::npos);
}

TEST(QueryParameters, ReadNumbersStrictly)
{
    for (const auto* text :
         {"", " 5", "5 ", "+5", "-5", "5.0", "0x5", "10", "99999999999999999999"}) {
        const FakeRequest request = requestWith({{"n", text}});
        QueryParameters query(request, {"n"});
        query.count("n", 1, 9);
        EXPECT_TRUE(query.refusal()) << text;
    }
}

TEST(QueryParameters, NeedAValueForWhatIsRequired)
{
    const FakeRequest request = requestWith({{"a", ""}});
    QueryParameters query(request, {"a"});
    query.required("a");
    ASSERT_TRUE(query.refusal());
    EXPECT_EQ(query.refusal()->status, 400);
}

} // namespace
} // namespace historian::web::testing
