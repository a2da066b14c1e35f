#include "web_fixture.h"

#include <historian/error.h>

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <iterator>
#include <latch>
#include <thread>
#include <vector>

namespace historian::web {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view kGet = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

class ServerTest : public WebTest {};

/// Lets the test hold a handler until it lets go.
struct Hold {
    std::latch begun{1};
    std::latch end{1};
};

} // namespace

TEST_F(ServerTest, AnswersWhileSilentClientsWait)
{
    limits.headerTime = 3s;
    start();
    std::deque<RawClient> silent;
    for (int count = 0; count < 20; ++count) silent.emplace_back(port());
    EXPECT_EQ(statusOf(ask(kGet)), 200);
    for (RawClient& client : silent) EXPECT_TRUE(client.isClosedWithin(60s));
}

// As boards do whose Wi-Fi goes in the middle of a POST: nobody waits for them.
TEST_F(ServerTest, AnswersWhileFortyClientsHoldHalfARequest)
{
    limits.headerTime = 60s;
    limits.bodyTime = 60s;
    start();
    const std::string whole = post(R"({"device_id":"ESP32-001","power":550.0})");
    std::deque<RawClient> half;
    for (std::size_t count = 0; count < 40; ++count)
        half.emplace_back(port()).send(whole.substr(0, whole.size() - 1 - 2 * count));
    std::chrono::duration<double> quickest = 60s; // of some, for the machine may be busy
    for (int times = 0; times < 5; ++times) {
        const auto begun = std::chrono::steady_clock::now();
        EXPECT_EQ(statusOf(ask(whole)), 200);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
        quickest = std::min(quickest, took);
    }
    EXPECT_LT(quickest, 1s);
    for (RawClient& client : half) EXPECT_FALSE(client.isClosedWithin(0ms)) << "they still wait";
    EXPECT_EQ(ingested, 5);
}

// A board's client understands neither.
TEST_F(ServerTest, NeitherCompressesNorChunksTheAnswerToADevice)
{
    start();
    const std::string body(8000, 'a');
    for (const std::string_view accepts : {"gzip", "gzip, deflate, br", "chunked;q=0.1,*;q=0"}) {
        const std::string answer = ask(
            "POST /ingest HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: " + std::string(accepts) +
            "\r\nTE: chunked\r\nContent-Length: 8000\r\n\r\n" + body);
        EXPECT_EQ(statusOf(answer), 200) << accepts;
        EXPECT_EQ(fieldOf(answer, "Content-Encoding"), "") << accepts;
        EXPECT_EQ(fieldOf(answer, "Transfer-Encoding"), "") << accepts;
        EXPECT_EQ(fieldOf(answer, "Content-Length"), "8000") << accepts;
        EXPECT_EQ(bodyOf(answer), body) << accepts;
    }
}

TEST_F(ServerTest, ClosesAHeaderThatDripsAtItsDeadline)
{
    limits.headerTime = 200ms;
    start();
    RawClient client(port());
    const std::string line =
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(1000, 'x');
    std::size_t sent = 0;
    while (sent < line.size() && !client.isClosedWithin(20ms)) client.send(line.substr(sent++, 1));
    EXPECT_LT(sent, line.size()) << "each byte may not buy more time";
}

TEST_F(ServerTest, AnswersABodyThatDripsWith408)
{
    limits.bodyTime = 200ms;
    start();
    RawClient client(port());
    client.send("POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\nabc");
    EXPECT_EQ(statusOf(client.answer()), 408);
    EXPECT_EQ(ingested, 0);
}

TEST_F(ServerTest, TellsAStreamedHandlerThatItsBodyStalled)
{
    limits.streamStall = 200ms;
    start();
    RawClient client(port());
    client.send("POST /stream HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\nabc");
    EXPECT_EQ(bodyOf(client.answer()), "cut");
}

TEST_F(ServerTest, ClosesAnIdleConnectionWithoutAWord)
{
    limits.idleTime = 2s;
    start();
    RawClient client(port());
    client.send(kGet);
    EXPECT_EQ(statusOf(client.answer()), 200);
    EXPECT_EQ(client.rest(), "");
}

TEST_F(ServerTest, Answers503BeyondItsConnectionsAndRecovers)
{
    limits.requestConnectionsMax = 3;
    limits.lingerTime = 50ms;
    start();
    std::deque<RawClient> clients;
    for (int count = 0; count < 3; ++count) {
        clients.emplace_back(port());
        clients.back().send(kGet);
        EXPECT_EQ(statusOf(clients.back().answer()), 200);
    }
    const std::string answer = ask(kGet);
    EXPECT_EQ(statusOf(answer), 503);
    EXPECT_EQ(fieldOf(answer, "Retry-After"), "1");
    EXPECT_EQ(server->figures().overloads, 1U);
    clients.front().send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(statusOf(clients.front().answer()), 200);
    EXPECT_EQ(statusOf(ask(kGet)), 200) << "the slot is free before the last answer is seen";
}

TEST_F(ServerTest, WaitsForASlotThatIsAboutToBeFree)
{
    limits.requestConnectionsMax = 1;
    limits.slotWait = 20s;
    start();
    auto ghost = std::make_optional<RawClient>(port());
    ghost->send(kGet);
    EXPECT_EQ(statusOf(ghost->answer()), 200);
    RawClient next(port());
    next.send(kGet);
    ghost.reset(); // the server learns of it later than the next client comes
    EXPECT_EQ(statusOf(next.answer()), 200);
    EXPECT_EQ(server->figures().overloads, 0U);
}

TEST_F(ServerTest, SurvivesRunningOutOfDescriptors)
{
    start();
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    std::deque<RawClient> clients;
    for (int count = 0; count < 20; ++count) clients.emplace_back(port());
    RawClient last(port());
    const rlimit none{static_cast<rlim_t>(last.socket() + 2), before.rlim_max};
    setrlimit(RLIMIT_NOFILE, &none);
    last.send(kGet);
    setrlimit(RLIMIT_NOFILE, &before);
    clients.clear();
    EXPECT_EQ(statusOf(last.answer()), 200);
    EXPECT_EQ(statusOf(ask(kGet)), 200);
}

TEST_F(ServerTest, StopsWhileClientsWaitHalfWayThroughEverything)
{
    limits.headerTime = limits.bodyTime = limits.streamStall = limits.idleTime = 60s;
    start();
    std::deque<RawClient> clients;
    for (const std::string_view bytes :
         {std::string_view(""),
          std::string_view("GET / HT"),
          kGet,
          std::string_view(
              "POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nab"),
          std::string_view(
              "POST /stream HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nab")}) {
        clients.emplace_back(port());
        clients.back().send(bytes);
    }
    EXPECT_EQ(statusOf(clients[2].answer()), 200);
    const auto begun = std::chrono::steady_clock::now();
    server->stop();
    server->stop();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, limits.idleTime);
    for (RawClient& client : clients) EXPECT_TRUE(client.isClosedWithin(60s));
    EXPECT_EQ(server->figures().connections, 0U);
}

TEST_F(ServerTest, FinishesTheRequestThatAHandlerIsAnswering)
{
    Hold hold;
    routes.addOpen("slow", {{"GET", "/slow", Access::Read, 0, BodyMode::Whole, [&](HttpRequest&) {
                                 hold.begun.count_down();
                                 hold.end.wait();
                                 return HttpReply{};
                             }}});
    start();
    RawClient client(port());
    client.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
    hold.begun.wait();
    std::jthread stopper([&] { server->stop(); });
    hold.end.count_down();
    stopper.join();
    EXPECT_EQ(server->figures().connections, 0U);
}

TEST_F(ServerTest, SaysThatThePortIsTaken)
{
    start();
    base::HttpSettings same = settings;
    same.port = port();
    Server second(same, {}, {}, {*accounts, *logbook, clock}, limits);
    EXPECT_THROW(second.start(), Unavailable);
}

TEST_F(ServerTest, RefusesWrongSettingsBeforeItRuns)
{
    const auto make = [&](const base::HttpSettings& wrong) {
        Server made(wrong, {}, {}, {*accounts, *logbook, clock}, limits);
        made.start();
    };
    base::HttpSettings wrong = settings;
    wrong.peers = {"everyone"};
    EXPECT_THROW(make(wrong), ConfigError);
    wrong = settings;
    wrong.address = "not an address";
    EXPECT_THROW(make(wrong), ConfigError);
    wrong = settings;
    wrong.certificate = folder / "none.pem";
    EXPECT_THROW(make(wrong), ConfigError);
}

TEST_F(ServerTest, BeatsWhileItAcceptsAndCountsItsAnswers)
{
    start();
    ask(kGet);
    ask("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_GT(server->heartbeat(), 0U);
    const ServerFigures figures = server->figures();
    EXPECT_EQ(figures.answers[2], 1U);
    EXPECT_EQ(figures.answers[4], 1U);
    EXPECT_EQ(figures.accepted, 2U);
}

TEST_F(ServerTest, ServesStaticFilesPackedAndByTag)
{
    start();
    const std::string page = ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(fieldOf(page, "Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(fieldOf(page, "Cache-Control"), "no-cache");
    const std::string packed =
        ask("GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: br, gzip\r\n\r\n");
    EXPECT_EQ(fieldOf(packed, "Content-Encoding"), "gzip");
    EXPECT_LT(bodyOf(packed).size(), bodyOf(page).size());
    const std::string same =
        ask("GET / HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: " + fieldOf(page, "ETag") +
            "\r\n\r\n");
    EXPECT_EQ(statusOf(same), 304);
    EXPECT_EQ(statusOf(ask("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")), 421);
    EXPECT_EQ(statusOf(ask("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")),
              405);
}

TEST_F(ServerTest, LetsANamedOriginCallFromItsPages)
{
    settings.cors = {"https://board.example"};
    start();
    const std::string flight =
        ask("OPTIONS /read HTTP/1.1\r\nHost: localhost\r\nOrigin: https://board.example\r\n\r\n");
    EXPECT_EQ(statusOf(flight), 204);
    EXPECT_EQ(fieldOf(flight, "Access-Control-Allow-Origin"), "https://board.example");
    EXPECT_EQ(
        statusOf(ask(
            "OPTIONS /read HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n\r\n")),
        405);
}

TEST_F(ServerTest, SpeaksTls)
{
    ASSERT_EQ(std::system(makeTlsFiles().c_str()), 0);
    start();
    const std::string command =
        "printf 'POST /ingest HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n"
        "Content-Length: 5\\r\\n\\r\\nhello' | openssl s_client -quiet -connect 127.0.0.1:" +
        std::to_string(port()) + " >" + (folder / "answer").string() + " 2>/dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0);
    std::ifstream in(folder / "answer");
    const std::string answer{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(statusOf(answer), 200) << answer;
    EXPECT_EQ(bodyOf(answer), "hello");
    EXPECT_NE(std::system(("openssl s_client -tls1_1 -connect 127.0.0.1:" + std::to_string(port()) +
                           " </dev/null >/dev/null 2>&1")
                              .c_str()),
              0);
    RawClient plain(port());
    plain.send(kGet);
    EXPECT_EQ(statusOf(plain.rest()), 0) << "no plain answer on a TLS port";
}

TEST_F(ServerTest, RefusesAKeyThatOthersCanRead)
{
    ASSERT_EQ(std::system(makeTlsFiles().c_str()), 0);
    std::filesystem::permissions(
        settings.key, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
    EXPECT_THROW(start(), ConfigError);
}

} // namespace historian::web
