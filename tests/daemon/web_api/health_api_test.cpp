#include "api_site.h"

namespace historian::web::testing {
namespace {

class HealthApi : public ApiTest {};

TEST_F(HealthApi, AnswersWithoutTellingAnything)
{
    EXPECT_EQ(get("/healthz").body, R"({"status":"ok"})");
    EXPECT_EQ(get("/readyz").body, R"({"status":"ready"})");
}

TEST_F(HealthApi, IsNotReadyWhileTheStoreIsNot)
{
    isReady = false;
    const HttpReply reply = get("/readyz");
    EXPECT_EQ(reply.status, 503);
    EXPECT_GT(reply.retryAfter.count(), 0);
    EXPECT_EQ(get("/healthz").status, 200);
}

TEST_F(HealthApi, AloneNeedsNoLogin)
{
    ASSERT_EQ(routes.open.size(), 2U);
    EXPECT_EQ(routes.open[0].path, "/healthz");
    EXPECT_EQ(routes.open[1].path, "/readyz");
}

} // namespace
} // namespace historian::web::testing
