#include "web/api/prometheus_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace historian::web::api {
namespace {

using Type = PrometheusText::Type;

TEST(PrometheusText, WritesAFamily)
{
    PrometheusText text;
    text.family("a_total", Type::Counter, "What it is.");
    text.sample({{"x", "1"}, {"y", "2"}}, std::uint64_t{7});
    text.sample({}, 0.5);
    EXPECT_EQ(text.take(),
              "# HELP a_total What it is.\n# TYPE a_total counter\n"
              "a_total{x=\"1\",y=\"2\"} 7\na_total 0.5\n");
}

TEST(PrometheusText, EscapesLabelValues)
{
    PrometheusText text;
    text.family("a", Type::Gauge, "h");
    text.sample({{"x", "\"\\\n"}}, std::uint64_t{1});
    EXPECT_NE(text.take().find(R"(a{x="\"\\\n"} 1)"), std::string::npos);
}

TEST(PrometheusText, WritesNumbersThatAreNone)
{
    PrometheusText text;
    text.single("a", Type::Gauge, "h", std::numeric_limits<double>::quiet_NaN());
    text.single("b", Type::Gauge, "h", -std::numeric_limits<double>::infinity());
    const std::string written = text.take();
    EXPECT_NE(written.find("\na NaN\n"), std::string::npos);
    EXPECT_NE(written.find("\nb -Inf\n"), std::string::npos);
}

} // namespace
} // namespace historian::web::api
