#include "web/http/reply_writer.h"
#include "web/http/uri.h"
#include "web/http/websocket_frame.h"
#include "web/route_table.h"
#include "web/static_files.h"

#include <historian/error.h>
#include <historian/testing/manual_clock.h>
#include <historian/testing/temp_directory.h>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace historian::web {

namespace {

Route route(std::string method, std::string path)
{
    Route made;
    made.method = std::move(method);
    made.path = std::move(path);
    return made;
}

LiveRoute live(std::string path)
{
    LiveRoute made;
    made.path = std::move(path);
    return made;
}

std::string masked(std::string head, std::string payload)
{
    for (std::size_t at = 0; at < payload.size(); ++at)
        payload[at] = static_cast<char>(payload[at] ^ "mask"[at % 4]);
    return head + "mask" + payload;
}

using State = ClientFrame::State;

} // namespace

TEST(RouteTable, FindsFixedPathsAndParameters)
{
    RouteTable table;
    table.add("a",
              {route("GET", "/api/v1/devices"),
               route("POST", "/api/v1/devices/{id}/approve"),
               route("GET", "/x/{a}/{b}")});
    EXPECT_NE(table.find("GET", "/api/v1/devices").route, nullptr);
    const RouteMatch match = table.find("POST", "/api/v1/devices/ESP32-001/approve");
    ASSERT_NE(match.route, nullptr);
    EXPECT_EQ(match.parameters[0].first, "id");
    EXPECT_EQ(match.parameters[0].second, "ESP32-001");
    EXPECT_EQ(table.find("GET", "/x/1/2").parameterCount, 2U);
    for (const char* const wrong :
         {"", "/", "/api/v1/devices/", "/api/v1/devices//approve", "/x/1", "/x/1/2/3", "/x/1/"})
        EXPECT_EQ(table.find("GET", wrong).route, nullptr) << wrong;
}

TEST(RouteTable, AnswersHeadByGetAndListsMethods)
{
    RouteTable table;
    table.add("a", {route("GET", "/p"), route("POST", "/p")});
    EXPECT_EQ(table.find("HEAD", "/p").route, table.find("GET", "/p").route);
    EXPECT_EQ(table.find("DELETE", "/p").allow, "GET, HEAD, POST");
    EXPECT_EQ(table.find("GET", "/q").allow, "");
}

TEST(RouteTable, PrefersAFixedPathToAParameter)
{
    RouteTable table;
    table.add("a", {route("GET", "/d/{id}"), route("GET", "/d/all")});
    EXPECT_EQ(table.find("GET", "/d/all").parameterCount, 0U);
    EXPECT_EQ(table.find("GET", "/d/one").parameterCount, 1U);
}

TEST(RouteTable, RefusesTwoOwnersOfOneMethodAndPath)
{
    RouteTable table;
    table.add("a", {route("GET", "/p"), route("GET", "/d/{id}")});
    table.addLive("a", {live("/ws")});
    table.add("b", {route("POST", "/p")});
    EXPECT_THROW(table.add("b", {route("GET", "/p")}), ConfigError);
    EXPECT_THROW(table.add("b", {route("GET", "/d/{name}")}), ConfigError)
        << "the same path by another name";
    EXPECT_THROW(table.add("b", {route("GET", "/ws")}), ConfigError);
    EXPECT_THROW(table.addLive("b", {live("/p")}), ConfigError);
    EXPECT_THROW(table.addLive("b", {live("/ws")}), ConfigError);
    EXPECT_THROW(table.add("b", {route("GET", "p")}), ConfigError);
}

TEST(Uri, DecodesStrictly)
{
    std::string path;
    EXPECT_TRUE(decodePath("/a%20b%2Fc", path));
    EXPECT_EQ(path, "/a b/c");
    for (const char* const wrong : {"", "a", "/%", "/%4", "/%g0", "/%00", "/%0a", "/a b"})
        EXPECT_FALSE(decodePath(wrong, path)) << wrong;
    Parameters parameters;
    EXPECT_TRUE(decodeQuery("a=1+2&b=%C3%A9&c&&d=x=y", parameters));
    EXPECT_EQ(parameters, (Parameters{{"a", "1 2"}, {"b", "\xC3\xA9"}, {"c", ""}, {"d", "x=y"}}));
    EXPECT_FALSE(decodeQuery("a=%00", parameters));
}

TEST(Uri, TakesSixtyFourParametersAndNoMore)
{
    std::string query;
    for (int count = 0; count < 64; ++count) query += "a=1&";
    Parameters parameters;
    EXPECT_TRUE(decodeQuery(query, parameters));
    EXPECT_FALSE(decodeQuery(query + "a=1", parameters));
}

TEST(WebSocketFrame, ReadsWholeFramesOnly)
{
    const std::string bytes = masked("\x81\x85", "hello");
    for (std::size_t length = 0; length < bytes.size(); ++length)
        EXPECT_EQ(readFrame(bytes.substr(0, length), 1000).state, State::More) << length;
    const ClientFrame frame = readFrame(bytes + "next", 1000);
    EXPECT_EQ(frame.state, State::Whole);
    EXPECT_EQ(frame.payload, "hello");
    EXPECT_EQ(frame.bytes, bytes.size());
}

TEST(WebSocketFrame, RefusesHugeNegativeAndMalformedFramesAtOnce)
{
    using namespace std::string_literals;
    for (const std::string& wrong : {"\x82\xff\x00\x00\x00\x00\x40\x00\x00\x00"s, // 1 GiB
                                     "\x82\xff\x00\x00\x01\x00\x00\x00\x00\x00"s, // 1 TiB
                                     "\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff"s, // negative
                                     "\x81\x05hello"s,                            // not masked
                                     "\xc1\x80"s,                                 // a reserved bit
                                     "\x83\x80"s,         // a reserved opcode
                                     "\x89\xfe\x00\x7e"s, // a long ping
                                     "\x09\x80"s})        // a ping in pieces
        EXPECT_EQ(readFrame(wrong, 65536).state, State::Fault);
    EXPECT_EQ(readFrame("\x82\xff\x00\x00\x00\x00\x00\x01\x00\x00"s, 65536).state, State::More)
        << "at the limit";
    EXPECT_EQ(readFrame("\x82\xff\x00\x00\x00\x00\x00\x01\x00\x01"s, 65536).state, State::Fault)
        << "over it";
}

TEST(WebSocketFrame, WritesHeadsOfEachLength)
{
    EXPECT_EQ(frameHead(Opcode::Text, 125), "\x81\x7d");
    EXPECT_EQ(frameHead(Opcode::Text, 126), (std::string("\x81\x7e\x00\x7e", 4)));
    EXPECT_EQ(frameHead(Opcode::Text, 65536),
              (std::string("\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10)));
}

TEST(WebSocketFrame, AcceptsTheKeyOfTheStandard)
{
    EXPECT_EQ(acceptOf("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    for (const char* const wrong :
         {"", "short==", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25j\r\n=="})
        EXPECT_EQ(acceptOf(wrong), "") << wrong;
}

TEST(ReplyWriter, WritesTheDateOfTheClock)
{
    historian::testing::ManualClock clock;
    ReplyWriter writer(clock);
    std::string out;
    writer.append({}, out);
    EXPECT_NE(out.find("Date: Mon, 20 Jan 2025 10:30:00 GMT\r\n"), std::string::npos) << out;
    clock.advance(std::chrono::hours(24 * 40));
    out.clear();
    writer.append({}, out);
    EXPECT_NE(out.find("Date: Sat, 01 Mar 2025 10:30:00 GMT\r\n"), std::string::npos) << out;
}

#ifndef NDEBUG
TEST(ReplyWriterDeathTest, StopsAtALineEndInAFieldItWouldEmit)
{
    historian::testing::ManualClock clock;
    ReplyWriter writer(clock);
    ReplyHead head;
    head.cookie = "a=b\r\nSet-Cookie: c=d";
    std::string out;
    EXPECT_DEATH(writer.append(head, out), "find_first_of");
}
#endif

TEST(StaticFiles, KeepsWhatIsInTheFolderAndFollowsNoLink)
{
    const historian::testing::TempDirectory folder;
    std::filesystem::create_directory(folder / "js");
    std::ofstream(folder / "index.html") << std::string(1000, 'a');
    std::ofstream(folder / "js" / "app.js") << "x";
    std::filesystem::create_symlink("/etc/passwd", folder / "passwd");
    const StaticFiles files(folder.path());
    ASSERT_NE(files.find("/"), nullptr);
    EXPECT_EQ(files.find("/")->contentType, "text/html; charset=utf-8");
    EXPECT_LT(files.find("/")->gzip.size(), 100U);
    EXPECT_EQ(files.find("/js/app.js")->gzip, "") << "not worth it";
    EXPECT_NE(files.find("/js/app.js")->etag, files.find("/")->etag);
    for (const char* const wrong :
         {"", "/passwd", "/../index.html", "/js", "/js/", "//index.html", "index.html"})
        EXPECT_EQ(files.find(wrong), nullptr) << wrong;
}

TEST(StaticFiles, SaysThatThereIsNoFolder)
{
    EXPECT_THROW(StaticFiles("/nowhere/at/all"), Unavailable);
}

} // namespace historian::web
