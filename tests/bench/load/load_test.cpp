#include "bare_server.h"
#include "bodies.h"
#include "load_run.h"
#include "options.h"
#include "reply_scanner.h"

#include <historian/codec/reading_json.h>
#include <historian/testing/fake_host.h>

#include <gtest/gtest.h>

#include <set>

namespace historian::load {
namespace {

TEST(Bodies, AreAllDifferent)
{
    Bodies bodies(16, 10);
    std::set<std::string> all;
    for (int i = 0; i < 20'000; ++i) {
        std::string body;
        bodies.appendNext(body);
        all.insert(body);
    }
    EXPECT_EQ(all.size(), 20'000U);
}

TEST(Bodies, AreReadingsWithElevenValuesOfFewDevices)
{
    testing::FakeHost host;
    codec::ReadingReader reader(host);
    Bodies bodies(3, 0);
    std::set<std::string> devices;
    for (int i = 0; i < 10; ++i) {
        std::string body;
        bodies.appendNext(body);
        Batch batch;
        const auto parsed = reader.read(body, {}, batch);
        ASSERT_TRUE(parsed.faults.empty()) << body;
        EXPECT_EQ(batch[0].valueCount, 11U);
        devices.emplace(host.name(batch[0].device));
    }
    EXPECT_EQ(devices.size(), 3U);
}

TEST(Bodies, AreTheSameReadingsAsLines)
{
    Bodies bodies(2, 0);
    std::string line;
    bodies.appendNextLine(line);
    EXPECT_EQ(line,
              "esp32,device=load-0 current=1.000,voltage=220.00,power=220.0,ac_power_kw=0.220,"
              "total_energy_kwh=0.000,grid_frequency_hz=49.97,power_factor=0.952,"
              "ambient_temp_c=25.5,irradiance_w_m2=850,system_status=1,efficiency=0.960 "
              "1737331200000000000");
}

TEST(Bodies, HoldAsManyNansAsAskedFor)
{
    Bodies bodies(16, 10);
    int nans = 0;
    for (int i = 0; i < 1000; ++i) {
        std::string body;
        bodies.appendNext(body);
        if (body.find("nan") != std::string::npos) ++nans;
    }
    EXPECT_EQ(nans, 100);
}

TEST(ReplyIn, WaitsForTheWholeReply)
{
    const std::string reply =
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody";
    for (std::size_t i = 0; i < reply.size(); ++i) EXPECT_FALSE(replyIn(reply.substr(0, i)));
    const auto whole = replyIn(reply);
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->status, 200);
    EXPECT_EQ(whole->body, "body");
    EXPECT_TRUE(whole->closes);
}

TEST(AcceptedIn, CountsOneWhereNoCountIsGiven)
{
    EXPECT_EQ(acceptedIn(R"({"accepted":987,"duplicates":0})"), 987U);
    EXPECT_EQ(acceptedIn(R"({"status":"success"})"), 1U);
}

TEST(ReadOptions, UnderstandsAllOfThem)
{
    const char* texts[] = {"load", "--mode", "bulk", "--port", "81", "--nan", "10", "--count", "5"};
    const Options options = readOptions(9, texts);
    EXPECT_EQ(options.mode, Mode::Bulk);
    EXPECT_EQ(options.port, 81);
    EXPECT_EQ(options.nanPercent, 10U);
    EXPECT_EQ(options.count, 5U);
}

TEST(ReadOptions, RefusesWhatItDoesNotKnow)
{
    for (const auto& [name, value] : {std::pair("--mode", "fast"),
                                      std::pair("--port", "70000"),
                                      std::pair("--nan", "101"),
                                      std::pair("--connections", "0"),
                                      std::pair("--colour", "red")}) {
        const char* texts[] = {"load", name, value};
        EXPECT_THROW((void)readOptions(3, texts), UsageError) << name;
    }
}

TEST(LoadRun, CountsWhatABareServerAnswersInEveryMode)
{
    const BareServer server(0);
    for (const Mode mode : {Mode::Single, Mode::NewConn, Mode::Bulk}) {
        Options options;
        options.mode = mode;
        options.port = server.port();
        options.connections = 4;
        options.lines = 10;
        options.count = 50;
        Report report = LoadRun(options).run();
        EXPECT_EQ(report.ok, 50U);
        EXPECT_EQ(report.refused + report.broken, 0U);
        EXPECT_EQ(report.latenciesUs.size(), 50U);
        EXPECT_LE(report.percentileUs(0.5), report.percentileUs(0.99));
        EXPECT_NE(report.text().find("ok=50 "), std::string::npos);
    }
}

TEST(LoadRun, BeginsNoMoreInASecondThanItMay)
{
    const BareServer server(0);
    Options options;
    options.port = server.port();
    options.connections = 4;
    options.count = 21;
    options.rate = 100;
    const Report report = LoadRun(options).run();
    EXPECT_EQ(report.ok, 21U);
    EXPECT_GE(report.took, std::chrono::milliseconds(200));
}

TEST(LoadRun, CountsConnectionsThatAreRefusedAndComesToAnEnd)
{
    Options options;
    {
        const BareServer gone(0);
        options.port = gone.port();
    }
    options.connections = 2;
    options.count = 20;
    const Report report = LoadRun(options).run();
    EXPECT_EQ(report.broken, 20U);
    EXPECT_EQ(report.requests, 0U);
}

} // namespace
} // namespace historian::load
