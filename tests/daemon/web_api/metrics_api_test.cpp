#include "api_site.h"

#include <regex>
#include <sstream>

namespace historian::web::testing {
namespace {

class MetricsApi : public ApiTest {
protected:
    bool has(const std::string& line)
    {
        return get("/metrics").body.find("\n" + line) != std::string::npos;
    }
};

TEST_F(MetricsApi, CountTheIntake)
{
    intake.received = 10;
    intake.stored = 7;
    intake.duplicates = 2;
    intake.rejected = 1;
    intake.lastCommit = at(1);
    EXPECT_TRUE(has("historian_intake_received_total 10\n"));
    EXPECT_TRUE(has("historian_intake_readings_total{result=\"stored\"} 7\n"));
    EXPECT_TRUE(has("historian_intake_readings_total{result=\"duplicate\"} 2\n"));
    EXPECT_TRUE(has("historian_intake_last_commit_timestamp_seconds 1737367201\n"));
}

TEST_F(MetricsApi, TellTheStoreTheProcessAndTheWeb)
{
    postSample();
    figures.answers[2] = 5;
    EXPECT_TRUE(has("historian_store_readings 1\n"));
    EXPECT_TRUE(has("historian_web_answers_total{class=\"2xx\"} 5\n"));
    EXPECT_TRUE(has("historian_info{version=\"0.1.0\"} 1\n"));
    EXPECT_TRUE(has("historian_clock_trusted 1\n"));
    EXPECT_FALSE(has("process_resident_memory_bytes 0\n"));
}

TEST_F(MetricsApi, TellTheCountersOfInstances)
{
    instances.push_back({"input",
                         "esp32",
                         "http",
                         "0.1.0",
                         base::InstanceCondition::Healthy,
                         "",
                         at(5),
                         {{"requests", "…", 7}}});
    EXPECT_TRUE(
        has("historian_instance_healthy{kind=\"input\",name=\"esp32\",plugin=\"http\"} 1\n"));
    EXPECT_TRUE(has(
        "historian_instance_count_total{kind=\"input\",name=\"esp32\",counter=\"requests\"} 7\n"));
}

TEST_F(MetricsApi, TellTheNewestNumberOfASeriesWithItsQuality)
{
    site.post("ESP32-001", at(1800), {{"power", 550.0}}, Quality::UncertainRange);
    EXPECT_TRUE(has(
        "historian_last_value{device=\"ESP32-001\",metric=\"power\",quality=\"uncertain\"} 550\n"));
    EXPECT_TRUE(has("historian_last_reading_timestamp_seconds{device=\"ESP32-001\"} 1737369000\n"));
}

TEST_F(MetricsApi, AreLinesThatPrometheusReads)
{
    postSample();
    const HttpReply reply = get("/metrics");
    EXPECT_EQ(reply.contentType, "text/plain; version=0.0.4; charset=utf-8");
    const std::regex line(
        R"rx(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [-+0-9.eNaInf]+)rx");
    std::istringstream lines(reply.body);
    for (std::string one; std::getline(lines, one);)
        EXPECT_TRUE(std::regex_match(one, line)) << one;
}

} // namespace
} // namespace historian::web::testing
