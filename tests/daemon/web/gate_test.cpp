#include "state/accounts.h"
#include "state/database.h"
#include "state/logbook.h"
#include "web/access/gate.h"

#include <historian/testing/manual_clock.h>
#include <historian/testing/temp_directory.h>

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace historian::web {

namespace {

constexpr std::string_view kBoard = "192.168.1.37";
constexpr std::string_view kLoopback = "127.0.0.1";

/// Asks a gate about requests given as bytes.
class GateTest : public ::testing::Test {
protected:
    GateTest()
    {
        database = std::make_unique<state::Database>(folder / "state.db");
        logbook = std::make_unique<state::Logbook>(*database, clock);
        accounts = std::make_unique<state::Accounts>(*database, *logbook, clock);
        settings.names = {"gateway.example"};
        settings.cors = {"https://board.example"};
    }

    /// The status of the denial; 0: let in.
    int
    check(std::string_view line, std::string_view peer, Access access, std::string_view fields = {})
    {
        if (!gate) gate = std::make_unique<Gate>(settings, *accounts, sessions, clock, limits);
        std::string bytes(line);
        bytes.append(" HTTP/1.1\r\nHost: ")
            .append(host)
            .append("\r\n")
            .append(fields)
            .append("\r\n");
        EXPECT_FALSE(parseHead(bytes, limits, head)) << bytes;
        const IpAddress from = *IpAddress::parse(peer);
        const auto denial = gate->check({head, from, access, isOpen, isLive}, identity);
        retryAfter = denial ? denial->retryAfter.count() : 0;
        return denial ? denial->status : 0;
    }

    int read(std::string_view peer, std::string_view fields = {})
    {
        return check("GET /r", peer, Access::Read, fields);
    }

    int post(std::string_view peer, std::string_view fields = {})
    {
        return check(
            "POST /i", peer, Access::Ingest, "Content-Length: 2\r\n" + std::string(fields));
    }

    std::string bearer(std::vector<Access> scopes)
    {
        const auto token = accounts->addToken("t", std::move(scopes), "test");
        return "Authorization: Bearer " + *token + "\r\n";
    }

    const historian::testing::TempDirectory folder;
    historian::testing::ManualClock clock;
    std::unique_ptr<state::Database> database;
    std::unique_ptr<state::Logbook> logbook;
    std::unique_ptr<state::Accounts> accounts;
    base::HttpSettings settings;
    ServerLimits limits;
    Sessions sessions{clock, limits};
    std::unique_ptr<Gate> gate;
    std::string host = "192.168.1.5:5000";
    RequestHead head;
    Identity identity;
    bool isOpen = false;
    bool isLive = false;
    std::int64_t retryAfter = 0;
};

} // namespace

TEST_F(GateTest, LetsAnyoneInOnLoopbackUnderALoopbackName)
{
    for (const char* const name :
         {"localhost", "LOCALHOST:5000", "127.0.0.1:5000", "127.9.9.9", "[::1]:5000"}) {
        host = name;
        EXPECT_EQ(check("GET /r", kLoopback, Access::Admin), 0) << name;
        EXPECT_EQ(identity.who, "loopback");
    }
    EXPECT_EQ(check("GET /r", "::1", Access::Admin), 0);
    EXPECT_EQ(check("GET /r", "::ffff:127.0.0.1", Access::Admin), 0);
}

TEST_F(GateTest, TrustsNoLoopbackThatMayBeAProxyOrARebindPage)
{
    EXPECT_EQ(read(kLoopback), 401) << "another Host";
    host = "localhost";
    EXPECT_EQ(read(kLoopback, "X-Forwarded-For: 8.8.8.8\r\n"), 401);
    EXPECT_EQ(read(kLoopback, "x-forwarded-host: a\r\n"), 401);
    EXPECT_EQ(read(kLoopback, "Forwarded: for=8.8.8.8\r\n"), 401);
    EXPECT_EQ(read(kBoard), 401) << "a stranger that says localhost";
}

TEST_F(GateTest, AnswersOnlyToItsOwnNames)
{
    host = "evil.example";
    EXPECT_EQ(read(kLoopback), 421);
    EXPECT_EQ(read(kBoard), 421);
    isLive = true;
    EXPECT_EQ(read(kLoopback, "Upgrade: websocket\r\n"), 421);
    host = "gateway.example:5000";
    EXPECT_EQ(read(kBoard), 401);
    host = "Gateway.Example";
    EXPECT_EQ(read(kBoard), 401);
    host = "localhost:70x";
    EXPECT_EQ(read(kLoopback), 421);
}

TEST_F(GateTest, RefusesForeignPages)
{
    host = "localhost:5000";
    EXPECT_EQ(read(kLoopback, "Origin: http://evil.example\r\n"), 403);
    EXPECT_EQ(read(kLoopback, "Origin: null\r\n"), 403);
    EXPECT_EQ(read(kLoopback, "Origin: http://localhost:9999\r\n"), 403);
    EXPECT_EQ(read(kLoopback, "Origin: http://192.168.1.66\r\n"), 403);
    EXPECT_EQ(read(kLoopback, "Sec-Fetch-Site: cross-site\r\n"), 403);
    EXPECT_EQ(read(kLoopback, "Sec-Fetch-Site: same-site\r\n"), 403);
    EXPECT_EQ(read(kLoopback, "Sec-Fetch-Site: same-origin\r\n"), 0);
    EXPECT_EQ(read(kLoopback, "Sec-Fetch-Site: none\r\n"), 0);
    EXPECT_EQ(read(kLoopback, "Origin: http://localhost:5000\r\n"), 0);
    EXPECT_EQ(read(kLoopback, "Origin: https://gateway.example\r\n"), 0);
    EXPECT_EQ(read(kLoopback, "Origin: https://board.example\r\nSec-Fetch-Site: cross-site\r\n"), 0)
        << "cors";
}

TEST_F(GateTest, TakesReadingsFromBoardsWithoutCredentialsOrAKnownHost)
{
    EXPECT_EQ(post(kBoard), 0);
    EXPECT_EQ(identity.who, "board");
    host = "whatever.the.firmware.says";
    EXPECT_EQ(post(kBoard), 0);
    EXPECT_EQ(post(kBoard, "Origin: http://evil.example\r\n"), 403);
    EXPECT_EQ(post(kBoard, "Origin: http://whatever.the.firmware.says\r\n"), 403)
        << "a name that is not ours";
    EXPECT_EQ(post("8.8.8.8"), 401);
    host = "192.168.1.5";
    EXPECT_EQ(post(kBoard, "Origin: http://192.168.1.5\r\n"), 0);
}

TEST_F(GateTest, TakesReadingsFromNamedNetworks)
{
    settings.peers = {"198.51.100.0/24"};
    EXPECT_EQ(post("198.51.100.7"), 0);
    EXPECT_EQ(post("198.51.101.7"), 401);
}

TEST_F(GateTest, SlowsDownAFloodingBoardAndNoOther)
{
    for (int count = 0; count < 200; ++count) ASSERT_EQ(post(kBoard), 0) << count;
    EXPECT_EQ(post(kBoard), 429);
    EXPECT_GE(retryAfter, 1);
    EXPECT_EQ(post("192.168.1.38"), 0);
    clock.advance(std::chrono::milliseconds(100));
    for (int count = 0; count < 5; ++count) ASSERT_EQ(post(kBoard), 0) << count;
    EXPECT_EQ(post(kBoard), 429);
}

TEST_F(GateTest, NeverSlowsDownLoopbackOrTokens)
{
    const std::string token = bearer({Access::Ingest});
    for (int count = 0; count < 300; ++count) {
        ASSERT_EQ(post(kLoopback), 0);
        ASSERT_EQ(post(kBoard, token), 0);
    }
}

TEST_F(GateTest, GivesTokensTheirScopesOnly)
{
    const std::string token = bearer({Access::Read});
    EXPECT_EQ(read(kBoard, token), 0);
    EXPECT_EQ(identity.who, "token:t");
    EXPECT_EQ(check("POST /o", kBoard, Access::Operate, token), 403);
    EXPECT_EQ(post(kBoard, token), 403);
    EXPECT_EQ(read(kBoard, "Authorization: Bearer wrong\r\n"), 401);
    EXPECT_EQ(post(kBoard, "Authorization: Bearer wrong\r\n"), 401)
        << "a wrong token is told, not ignored";
}

TEST_F(GateTest, GivesAdminTokensEverything)
{
    const std::string token = bearer({Access::Admin});
    for (const Access access : {Access::Read, Access::Operate, Access::Report, Access::Admin})
        EXPECT_EQ(check("GET /x", kBoard, access, token), 0);
}

TEST_F(GateTest, WantsTheCsrfTokenWithASessionsChanges)
{
    const Sessions::Session session = sessions.open();
    const std::string cookie = "Cookie: a=b; historian_session=" + session.id + "; c=d\r\n";
    const std::string csrf = "X-CSRF-Token: " + session.csrf + "\r\n";
    EXPECT_EQ(read(kBoard, cookie), 0);
    EXPECT_EQ(identity.who, "admin");
    EXPECT_EQ(check("POST /o", kBoard, Access::Operate, cookie), 403);
    EXPECT_EQ(check("POST /o",
                    kBoard,
                    Access::Operate,
                    cookie + "X-CSRF-Token: " + std::string(32, '0') + "\r\n"),
              403);
    EXPECT_EQ(check("POST /o", kBoard, Access::Operate, cookie + csrf), 0);
    EXPECT_EQ(check("DELETE /o", kBoard, Access::Admin, cookie + csrf), 0);
    EXPECT_EQ(read(kBoard, "Cookie: historian_session=" + std::string(32, '0') + "\r\n"), 401);
}

TEST_F(GateTest, WantsJsonWithChanges)
{
    host = "localhost";
    const auto change = [&](const std::string& type) {
        return check("POST /o", kLoopback, Access::Operate, "Content-Length: 2\r\n" + type);
    };
    EXPECT_EQ(change(""), 415);
    EXPECT_EQ(change("Content-Type: text/plain\r\n"), 415);
    EXPECT_EQ(change("Content-Type: application/x-www-form-urlencoded\r\n"), 415);
    EXPECT_EQ(change("Content-Type: application/json\r\n"), 0);
    EXPECT_EQ(change("Content-Type: Application/JSON; charset=utf-8\r\n"), 0);
    EXPECT_EQ(check("POST /o", kLoopback, Access::Operate), 0) << "no body";
}

TEST_F(GateTest, LetsGuestsReadWhereTheSiteSaysSo)
{
    settings.guest = base::Guest::Read;
    EXPECT_EQ(read(kBoard), 0);
    EXPECT_EQ(identity.who, "guest");
    EXPECT_EQ(check("POST /o", kBoard, Access::Operate), 403);
}

TEST_F(GateTest, OpensOpenRoutesToEveryoneButForeignPages)
{
    isOpen = true;
    EXPECT_EQ(read(kBoard), 0);
    EXPECT_EQ(read(kBoard, "Origin: http://evil.example\r\n"), 403);
}

TEST_F(GateTest, WantsAnOriginWithTheWebSocketOfACookie)
{
    isLive = true;
    const std::string upgrade = "Upgrade: websocket\r\n";
    const std::string cookie = "Cookie: historian_session=" + sessions.open().id + "\r\n";
    EXPECT_EQ(read(kBoard, upgrade + cookie), 403);
    EXPECT_EQ(read(kBoard, upgrade + cookie + "Origin: http://192.168.1.5:5000\r\n"), 0);
    EXPECT_EQ(read(kBoard, upgrade + bearer({Access::Read})), 0);
    host = "localhost";
    EXPECT_EQ(read(kLoopback, upgrade), 0);
    EXPECT_EQ(read(kLoopback, upgrade + "Origin: http://evil.example\r\n"), 403);
}

} // namespace historian::web
