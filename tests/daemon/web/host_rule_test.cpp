#include "web/access/host_rule.h"
#include "web/http/problem.h"
#include "web/wire/receive_buffer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace historian::web {

namespace {

void put(ReceiveBuffer& buffer, std::string_view bytes, std::size_t bytesMax)
{
    const auto room = buffer.room(bytesMax);
    ASSERT_GE(room.size(), bytes.size());
    std::copy(bytes.begin(), bytes.end(), room.begin());
    buffer.filled(bytes.size());
}

} // namespace

TEST(HostRule, KnowsAddressesLocalhostAndTheNamesItWasGiven)
{
    const HostRule rule({"Historian.Example"}, {});
    for (const char* const ours : {"192.168.1.5",
                                   "192.168.1.5:5000",
                                   "[fe80::1]:5000",
                                   "[::1]",
                                   "localhost",
                                   "LocalHost:1",
                                   "historian.example:443"})
        EXPECT_TRUE(rule.isOurs(ours)) << ours;
    for (const char* const other : {"",
                                    "evil.example",
                                    "historian.example.evil.example",
                                    "localhost.evil.example",
                                    "[::1",
                                    "192.168.1.5:x",
                                    "192.168.1.5:123456",
                                    "a:b:c",
                                    ":5000"})
        EXPECT_FALSE(rule.isOurs(other)) << other;
}

TEST(HostRule, TakesOnlyLoopbackForLoopback)
{
    for (const char* const here :
         {"localhost", "127.0.0.1:5000", "127.1.2.3", "[::1]:5000", "[::ffff:127.0.0.1]"})
        EXPECT_TRUE(HostRule::isLoopback(here)) << here;
    for (const char* const elsewhere :
         {"", "192.168.1.5", "localhost.example", "127.0.0.1.nip.io", "0.0.0.0"})
        EXPECT_FALSE(HostRule::isLoopback(elsewhere)) << elsewhere;
}

TEST(HostRule, ComparesOriginsWithHostAndNames)
{
    const HostRule rule({"gateway.example"}, {"https://board.example:8443"});
    EXPECT_TRUE(rule.isOurOrigin("http://10.0.0.5:5000", "10.0.0.5:5000"));
    EXPECT_TRUE(rule.isOurOrigin("https://gateway.example", "10.0.0.5:5000"))
        << "a proxy with our name";
    EXPECT_TRUE(rule.isOurOrigin("https://board.example:8443", "10.0.0.5"));
    EXPECT_FALSE(rule.isOurOrigin("https://board.example", "10.0.0.5"))
        << "another port is another origin";
    EXPECT_FALSE(rule.isOurOrigin("http://10.0.0.5:80", "10.0.0.5:5000"));
    EXPECT_FALSE(rule.isOurOrigin("http://evil.example", "evil.example"))
        << "Host alone is no proof";
    EXPECT_FALSE(rule.isOurOrigin("null", "10.0.0.5"));
    EXPECT_FALSE(rule.isOurOrigin("file://10.0.0.5", "10.0.0.5"));
}

TEST(Problem, HasEachPartOfTheStandardsForm)
{
    const HttpReply reply = problem(404, "not_found", "no \"such\" thing", "/api/v1/x");
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(reply.contentType, "application/problem+json");
    for (const char* const part : {R"("type":"about:blank")",
                                   R"("title":"Not Found")",
                                   R"("status":404)",
                                   R"("detail":"no \"such\" thing")",
                                   R"("instance":"/api/v1/x")",
                                   R"("code":"not_found")",
                                   R"("request_id":"r)"})
        EXPECT_NE(reply.body.find(part), std::string::npos) << part << " in " << reply.body;
    EXPECT_NE(problem(404, "a", "b", "/c").body, problem(404, "a", "b", "/c").body) << "ids differ";
}

TEST(Problem, KeepsThePredecessorsFormOnItsPaths)
{
    for (const char* const old : {"/api/energy-data", "/api/latest-readings", "/health"}) {
        EXPECT_TRUE(isPredecessorPath(old));
        EXPECT_EQ(problem(400, "a", "b", old).body, R"({"detail":"b"})");
    }
    for (const char* const ours : {"/api/v1/readings", "/api/v2/write", "/healthz", "/write", "/"})
        EXPECT_FALSE(isPredecessorPath(ours)) << ours;
}

TEST(ReceiveBuffer, KeepsWhatWaitsWhileItGrowsUpToItsMost)
{
    ReceiveBuffer buffer(4);
    put(buffer, "abcd", 16);
    put(buffer, "efgh", 16);
    EXPECT_EQ(buffer.waiting(), "abcdefgh");
    buffer.consume(2);
    put(buffer, "ij", 16);
    EXPECT_EQ(buffer.waiting(), "cdefghij");
    put(buffer, "klmnopqr", 16);
    EXPECT_TRUE(buffer.room(16).empty()) << "full";
    EXPECT_EQ(buffer.waiting(), "cdefghijklmnopqr");
}

TEST(ReceiveBuffer, StartsAtTheFrontWhenAllIsUsed)
{
    ReceiveBuffer buffer(4);
    put(buffer, "abc", 4);
    buffer.consume(3);
    EXPECT_EQ(buffer.freeTail().size(), 4U);
    EXPECT_EQ(buffer.waiting(), "");
}

} // namespace historian::web
