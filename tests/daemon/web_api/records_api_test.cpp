#include "api_site.h"

namespace historian::web::testing {
namespace {

class RecordsApi : public ApiTest {};

TEST_F(RecordsApi, ShowWhatWasRefusedAndWhy)
{
    intake.rejected = 40;
    intake.refusals = 2;
    rejected.push_back({at(5),
                        "esp32",
                        "<img src=x>",
                        "power",
                        "missing_field",
                        "no power",
                        "10.0.0.9",
                        "{\"\x01\xff"});
    const JsonView view(get("/api/v1/rejected").body);
    ASSERT_TRUE(view.isValid());
    EXPECT_EQ(view.number("/total"), 42);
    EXPECT_EQ(view.text("/rejected/0/at"), "2025-01-20T10:00:05Z");
    EXPECT_EQ(view.text("/rejected/0/device"), "<img src=x>");
    EXPECT_EQ(view.text("/rejected/0/code"), "missing_field");
}

TEST_F(RecordsApi, ShowTheLogbookNewestFirst)
{
    site.registry.admit("a", true, "");
    ASSERT_TRUE(site.registry.approve("a", "admin"));
    const JsonView view(get("/api/v1/logbook").body);
    EXPECT_EQ(view.text("/entries/0/action"), "device_approved");
    EXPECT_EQ(view.text("/entries/0/who"), "admin");
    EXPECT_EQ(view.text("/entries/0/subject"), "a");
    EXPECT_GT(view.number("/entries/0/number"), view.number("/entries/1/number"));
}

TEST_F(RecordsApi, PageThroughTheLogbook)
{
    for (int i = 0; i < 5; ++i) site.registry.admit("d" + std::to_string(i), true, "");
    const JsonView first(get("/api/v1/logbook", {{"limit", "2"}}).body);
    ASSERT_EQ(first.size("/entries"), 2U);
    const JsonView next(
        get("/api/v1/logbook", {{"limit", "2"}, {"before", first.raw("/entries/1/number")}}).body);
    EXPECT_EQ(next.number("/entries/0/number"), first.number("/entries/1/number") - 1);
}

TEST_F(RecordsApi, RefuseNumbersThatAreNone)
{
    EXPECT_EQ(get("/api/v1/logbook", {{"limit", "many"}}).status, 400);
    EXPECT_EQ(get("/api/v1/logbook", {{"before", "-1"}}).status, 400);
    EXPECT_EQ(get("/api/v1/rejected", {{"limit", "1"}}).status, 400);
}

} // namespace
} // namespace historian::web::testing
