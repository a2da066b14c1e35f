#include "app/bridges/open_table.h"

#include <historian/error.h>

#include <gtest/gtest.h>

namespace historian::app {
namespace {

std::vector<Route> post(const std::string& path)
{
    Route route;
    route.method = "POST";
    route.path = path;
    return {route};
}

TEST(OpenTable, RefusesAPathThatHasAnOwner)
{
    OpenTable table;
    table.own().add("web", post("/a"));
    table.add("first", post("/b"));
    EXPECT_THROW(table.add("second", post("/a")), ConfigError);
    EXPECT_THROW(table.add("second", post("/b")), ConfigError);
    EXPECT_NE(table.take().find("POST", "/b").route, nullptr);
}

TEST(OpenTable, RefusesWhatComesAfterTheServerWasMade)
{
    OpenTable table;
    const web::RouteTable taken = table.take();
    EXPECT_THROW(table.add("late", post("/c")), ConfigError);
    EXPECT_EQ(taken.find("POST", "/c").route, nullptr);
}

} // namespace
} // namespace historian::app
