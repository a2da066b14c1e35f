#include "web_fixture.h"

namespace historian::web {

namespace {

constexpr std::string_view kPassword = "a long enough password";
constexpr std::string_view kJson = "Content-Type: application/json\r\n";

/// The login routes as a browser elsewhere on the network uses them.
class Login : public WebTest {
protected:
    std::string
    send(std::string_view path, std::string_view body, const std::string& fields = {}) const
    {
        return askFromAfar("POST", path, std::string(kJson) + fields, body);
    }

    std::string setUp(std::string_view password = kPassword)
    {
        const auto code = accounts->setupCode(false);
        return send("/api/v1/setup",
                    R"({"code":")" + *code + R"(","password":")" + std::string(password) + R"("})");
    }

    static std::string cookieOf(const std::string& answer)
    {
        const std::string cookie = fieldOf(answer, "Set-Cookie");
        return "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n";
    }

    static std::string csrfOf(const std::string& answer)
    {
        const std::string body = bodyOf(answer);
        return "X-CSRF-Token: " + body.substr(body.find(":\"") + 2, 32) + "\r\n";
    }
};

} // namespace

TEST_F(Login, SetsThePasswordOnceWithTheCode)
{
    start();
    EXPECT_EQ(
        statusOf(send("/api/v1/setup", R"({"code":"wrong","password":"a long enough password"})")),
        400);
    EXPECT_EQ(statusOf(setUp("short")), 400);
    const std::string answer = setUp();
    EXPECT_EQ(statusOf(answer), 200) << answer;
    const std::string cookie = fieldOf(answer, "Set-Cookie");
    EXPECT_NE(cookie.find("HttpOnly; SameSite=Strict"), std::string::npos) << cookie;
    EXPECT_EQ(cookie.find("Secure"), std::string::npos);
    EXPECT_EQ(statusOf(askFromAfar("GET", "/read", cookieOf(answer))), 200);
    EXPECT_EQ(statusOf(ask("GET /api/v1/setup-code HTTP/1.1\r\nHost: localhost\r\n\r\n")), 409);
}

TEST_F(Login, OpensASessionThatLogoutEnds)
{
    start();
    setUp();
    EXPECT_EQ(statusOf(askFromAfar("GET", "/read")), 401);
    EXPECT_EQ(statusOf(send("/api/v1/login", R"({"password":"wrong"})")), 401);
    const std::string answer = send("/api/v1/login", R"({"password":"a long enough password"})");
    ASSERT_EQ(statusOf(answer), 200) << answer;
    const std::string cookie = cookieOf(answer);
    EXPECT_EQ(bodyOf(askFromAfar("GET", "/who", cookie)), "admin");
    EXPECT_EQ(statusOf(send("/operate", "{}", cookie)), 403) << "no CSRF token";
    EXPECT_EQ(statusOf(send("/operate", "{}", cookie + csrfOf(answer))), 200);
    EXPECT_EQ(statusOf(send("/api/v1/logout", "", cookie)), 403);
    EXPECT_EQ(statusOf(send("/api/v1/logout", "", cookie + csrfOf(answer))), 200);
    EXPECT_EQ(statusOf(askFromAfar("GET", "/read", cookie)), 401);
}

TEST_F(Login, EndsSessionsWithANewPassword)
{
    start();
    const std::string first = cookieOf(setUp());
    const auto code = accounts->setupCode(true);
    EXPECT_EQ(statusOf(send("/api/v1/setup",
                            R"({"code":")" + *code + R"(","password":"another long password"})")),
              200);
    EXPECT_EQ(statusOf(askFromAfar("GET", "/read", first)), 401);
}

TEST_F(Login, IsSlowedDownAfterFiveTries)
{
    start();
    for (int count = 0; count < 5; ++count)
        EXPECT_EQ(statusOf(send("/api/v1/login", R"({"password":"wrong"})")), 401);
    const std::string answer = send("/api/v1/login", R"({"password":"wrong"})");
    EXPECT_EQ(statusOf(answer), 429);
    EXPECT_EQ(fieldOf(answer, "Retry-After"), "12");
}

TEST_F(Login, TellsThePageWhoItIs)
{
    start();
    EXPECT_EQ(bodyOf(askFromAfar("GET", "/api/v1/session")),
              R"({"authenticated":false,"loopback":false,"set_up":false,"csrf":null,"scopes":[]})");
    const std::string here = ask("GET /api/v1/session HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(
        bodyOf(here),
        R"({"authenticated":true,"loopback":true,"set_up":false,"csrf":null,"scopes":["ingest","read","operate","report","admin"]})");
    const std::string answer = setUp();
    const std::string session = bodyOf(askFromAfar("GET", "/api/v1/session", cookieOf(answer)));
    EXPECT_NE(session.find(R"("authenticated":true,"loopback":false,"set_up":true,"csrf":")"),
              std::string::npos)
        << session;
}

TEST_F(Login, GivesTheSetupCodeToLoopbackOnly)
{
    start();
    EXPECT_EQ(statusOf(askFromAfar("GET", "/api/v1/setup-code")), 401);
    const std::string answer = ask("GET /api/v1/setup-code HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(bodyOf(answer),
              R"({"code":")" + *accounts->setupCode(false) +
                  R"(","expires":"2025-01-21T10:30:00Z"})");
    EXPECT_EQ(statusOf(ask("GET /api/v1/setup-code?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n")), 400);
}

TEST_F(Login, MakesListsAndRemovesTokens)
{
    start();
    const std::string made =
        ask("POST /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            "Content-Length: 34\r\n\r\n{\"name\":\"grafana\",\"scopes\":[\"read\"]}");
    ASSERT_EQ(statusOf(made), 400) << "a cut body is no JSON";
    const std::string body = R"({"name":"grafana","scopes":["read"]})";
    const std::string answer =
        ask("POST /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            "application/json\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + body);
    ASSERT_EQ(statusOf(answer), 200) << answer;
    const std::string text = bodyOf(answer);
    const std::size_t at = text.find("\"token\":\"") + 9;
    const std::string bearer =
        "Authorization: Bearer " + text.substr(at, text.find('"', at) - at) + "\r\n";
    EXPECT_EQ(bodyOf(askFromAfar("GET", "/who", bearer)), "token:grafana");
    EXPECT_EQ(statusOf(askFromAfar("GET", "/api/v1/tokens", bearer)), 403);
    const std::string list = ask("GET /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_NE(list.find(R"({"name":"grafana","scopes":["read"],"created":"2025-01-20T10:30:00Z"})"),
              std::string::npos)
        << list;
    EXPECT_EQ(statusOf(ask("DELETE /api/v1/tokens/grafana HTTP/1.1\r\nHost: localhost\r\n\r\n")),
              200);
    EXPECT_EQ(statusOf(ask("DELETE /api/v1/tokens/grafana HTTP/1.1\r\nHost: localhost\r\n\r\n")),
              404);
    EXPECT_EQ(statusOf(askFromAfar("GET", "/who", bearer)), 401);
}

} // namespace historian::web
