#include "web_fixture.h"

#include <atomic>
#include <deque>
#include <thread>

namespace historian::web {

namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;

std::string upgrade(std::string_view fields = {})
{
    std::string bytes =
        "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    return bytes.append(fields).append("\r\n");
}

/// One WebSocket that greets and stays until its client is gone, one that floods, and a stream.
class Live : public WebTest {
protected:
    Live()
    {
        const auto stay = [this](LiveConnection& connection, HttpRequest&, std::stop_token stop) {
            connection.send("hello", "7", "{\"a\":1}");
            while (!stop.stop_requested() && connection.keepAlive()) ++turns;
            ++ended;
        };
        const auto flood = [this](LiveConnection& connection, HttpRequest&, std::stop_token) {
            const std::string text(100'000, 'x');
            while (connection.send("", "", text)) {
            }
            ++ended;
        };
        routes.addLive("test",
                       {{"/ws", LiveKind::WebSocket, Access::Read, stay},
                        {"/flood", LiveKind::WebSocket, Access::Read, flood},
                        {"/events", LiveKind::EventStream, Access::Read, stay}});
    }

    std::atomic<int> turns{0};
    std::atomic<int> ended{0};
};

constexpr std::string_view kGreeting = "\x81\x07{\"a\":1}";

} // namespace

TEST_F(Live, ShakesHandsSendsAndAnswersPingAndClose)
{
    start();
    RawClient client(port());
    client.send(upgrade());
    const std::string head = client.answer();
    EXPECT_EQ(statusOf(head), 101);
    EXPECT_EQ(fieldOf(head, "Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_EQ(client.take(kGreeting.size()), kGreeting);
    client.send("\x89\x82\0\0\0\0hi"s);
    EXPECT_EQ(client.take(4), "\x8a\x02hi");
    client.send("\x81\x82\0\0\0\0hi"s); // a message: ignored
    client.send("\x88\x80\0\0\0\0"s);
    EXPECT_EQ(client.rest(), "\x88\x02\x03\xe8");
}

TEST_F(Live, AnswersAPingThatCameWithTheHandshake)
{
    start();
    RawClient client(port());
    client.send(upgrade() + "\x89\x82\0\0\0\0hi"s);
    client.answer();
    EXPECT_EQ(client.take(kGreeting.size() + 4), std::string(kGreeting) + "\x8a\x02hi");
}

TEST_F(Live, ClosesOnAFrameThatDeclaresTooMuch)
{
    start();
    for (const std::string& frame : {"\x82\xff\x00\x00\x00\x00\x40\x00\x00\x00"s,
                                     "\x82\xff\x00\x00\x01\x00\x00\x00\x00\x00"s,
                                     "\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff"s}) {
        RawClient client(port());
        client.send(upgrade());
        client.answer();
        client.take(kGreeting.size());
        client.send(frame);
        EXPECT_EQ(client.rest(), "\x88\x02\x03\xea");
    }
}

TEST_F(Live, EndsWhenTheClientGoesAwayWithinAFrame)
{
    start();
    {
        RawClient client(port());
        client.send(upgrade() + "\x82\xff");
        client.answer();
        client.endSending();
        EXPECT_TRUE(client.isClosedWithin(60s));
    }
    server->stop();
    EXPECT_EQ(ended, 1);
}

TEST_F(Live, RefusesForeignOriginsHostsAndHandshakes)
{
    start();
    EXPECT_EQ(statusOf(ask(upgrade("Origin: http://evil.example\r\n"))), 403);
    EXPECT_EQ(statusOf(ask("GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n")), 426);
    std::string other = upgrade();
    other.replace(other.find("localhost"), 9, "evil.test");
    EXPECT_EQ(statusOf(ask(other)), 421);
    std::string key = upgrade();
    key.replace(key.find("dGhl"), 4, "d\"hl");
    EXPECT_EQ(statusOf(ask(key)), 400);
    EXPECT_EQ(statusOf(askFromAfar("GET", "/ws")), 401);
}

TEST_F(Live, SendsEventsWithTheirNames)
{
    start();
    RawClient client(port());
    client.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const std::string head = client.answer();
    EXPECT_EQ(fieldOf(head, "Content-Type"), "text/event-stream");
    EXPECT_EQ(fieldOf(head, "Content-Length"), "");
    const std::string expected = "retry: 3000\n\nid: 7\nevent: hello\ndata: {\"a\":1}\n\n";
    EXPECT_EQ(client.take(expected.size()), expected);
}

TEST_F(Live, TakesLiveSlotsAndLeavesTheOthersFree)
{
    limits.liveConnectionsMax = 2;
    limits.requestConnectionsMax = 2;
    start();
    std::deque<RawClient> clients;
    for (int count = 0; count < 2; ++count) {
        clients.emplace_back(port());
        clients.back().send(upgrade());
        EXPECT_EQ(statusOf(clients.back().answer()), 101);
    }
    EXPECT_EQ(server->figures().live, 2U);
    EXPECT_EQ(server->figures().connections, 0U);
    EXPECT_EQ(statusOf(ask(upgrade())), 503);
    EXPECT_EQ(statusOf(ask("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")), 200);
}

TEST_F(Live, DropsAClientThatTakesNothing)
{
    limits.writeStall = 200ms;
    start();
    RawClient client(port());
    std::string bytes = upgrade();
    client.send(bytes.replace(bytes.find("/ws"), 3, "/flood"));
    EXPECT_EQ(statusOf(client.answer()), 101);
    const auto until = std::chrono::steady_clock::now() + 60s;
    while (ended == 0 && std::chrono::steady_clock::now() < until) std::this_thread::yield();
    EXPECT_EQ(ended, 1);
}

TEST_F(Live, EndsWithTheServer)
{
    start();
    RawClient socket(port());
    socket.send(upgrade());
    socket.answer();
    RawClient stream(port());
    stream.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    stream.answer();
    server->stop();
    EXPECT_EQ(ended, 2);
    EXPECT_TRUE(socket.isClosedWithin(60s));
    EXPECT_TRUE(stream.isClosedWithin(60s));
}

} // namespace historian::web
