#include "curl/http_client.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

namespace historian::curl {

namespace {

/// Answers each connection once with fixed bytes and keeps what was asked.
class CannedServer {
public:
    explicit CannedServer(std::string answer, int connections = 1)
        : listener_(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(::listen(listener_, 4), 0);
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port = ntohs(address.sin_port);
        thread_ = std::thread([this, answer = std::move(answer), connections] {
            for (int i = 0; i < connections; ++i) serveOne(answer);
        });
    }

    ~CannedServer()
    {
        ::shutdown(listener_, SHUT_RDWR);
        if (thread_.joinable()) thread_.join();
        ::close(listener_);
    }

    /// Waits until everything was answered.
    void join() { thread_.join(); }

    std::string url(const std::string& host = "127.0.0.1") const
    {
        return "http://" + host + ":" + std::to_string(port) + "/path";
    }

    int port = 0;
    std::string asked;

private:
    void serveOne(const std::string& answer)
    {
        const int peer = ::accept(listener_, nullptr, nullptr);
        if (peer < 0) return;
        char bytes[4096];
        while (asked.find("\r\n\r\n") == std::string::npos) {
            const ssize_t got = ::recv(peer, bytes, sizeof bytes, 0);
            if (got <= 0) break;
            asked.append(bytes, static_cast<std::size_t>(got));
        }
        for (std::size_t sent = 0; sent < answer.size();) {
            const ssize_t part =
                ::send(peer, answer.data() + sent, answer.size() - sent, MSG_NOSIGNAL);
            if (part <= 0) break;
            sent += static_cast<std::size_t>(part);
        }
        ::close(peer);
    }

    int listener_;
    std::thread thread_;
};

Answer get(const std::string& url, Route route = {})
{
    return HttpClient(std::move(route)).perform({.method = "GET", .url = url});
}

} // namespace

TEST(HttpClient, SaysWhoItIsAndSendsNoExpect)
{
    CannedServer server(
        "HTTP/1.1 201 Created\r\nContent-Range: */3\r\nContent-Length: 2\r\n\r\nok");
    HttpClient client;
    const std::string body(3000, 'x');
    const Answer answer = client.perform(
        {.method = "POST", .url = server.url(), .headers = {"apikey: k"}, .body = body});
    server.join();
    EXPECT_EQ(answer.status, 201) << answer.failure;
    EXPECT_EQ(answer.header("content-range"), "*/3");
    EXPECT_EQ(answer.header("missing"), "");
    EXPECT_EQ(answer.body, "ok");
    EXPECT_GT(answer.bytesSent, 3000U);
    EXPECT_NE(server.asked.find("User-Agent: historiand/"), std::string::npos) << server.asked;
    EXPECT_NE(server.asked.find(" libcurl\r\n"), std::string::npos);
    EXPECT_EQ(server.asked.find("Expect"), std::string::npos);
}

TEST(HttpClient, DoesNotFollowARedirect)
{
    CannedServer server(
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(get(server.url()).status, 302);
}

TEST(HttpClient, SaysWhatFailed)
{
    CannedServer server("");
    const Answer empty = get(server.url());
    EXPECT_EQ(empty.status, 0);
    EXPECT_NE(empty.failure, "");
    EXPECT_FALSE(empty.isTimeout);
    EXPECT_NE(get("http://127.0.0.1:1/").failure, "");
    EXPECT_NE(get("file:///etc/hostname").failure, "");
}

TEST(HttpClient, GivesUpWhenTimeIsOver)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
    ASSERT_EQ(::listen(listener, 1), 0);
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    const std::string url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    HttpClient client;
    const Answer answer =
        client.perform({.method = "GET", .url = url, .timeMax = std::chrono::milliseconds(50)});
    ::close(listener);
    EXPECT_TRUE(answer.isTimeout) << answer.failure;
}

TEST(HttpClient, RefusesAnAnswerWithoutEnd)
{
    CannedServer server("HTTP/1.1 200 OK\r\n\r\n" + std::string(kAnswerBytesMax + 1, 'x'));
    const Answer answer = get(server.url());
    EXPECT_EQ(answer.status, 0);
    EXPECT_EQ(answer.failure, "the answer is longer than 4 MiB");
}

TEST(HttpClient, KeepsABoundedNumberOfHeaders)
{
    std::string many;
    for (std::size_t i = 0; i < kHeadersMax + 50; ++i) many += "h" + std::to_string(i) + ": 1\r\n";
    CannedServer server("HTTP/1.1 200 OK\r\n" + many + "\r\n");
    EXPECT_EQ(get(server.url()).headers.size(), kHeadersMax);
}

TEST(HttpClient, ResolvesAsItIsTold)
{
    CannedServer server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    const std::string fixed = "ref.invalid:" + std::to_string(server.port) + ":127.0.0.1";
    EXPECT_EQ(get(server.url("ref.invalid"), {.resolve = {fixed}}).status, 200);
}

TEST(HttpClient, AsksTheProxy)
{
    CannedServer proxy("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    const std::string url = "http://127.0.0.1:" + std::to_string(proxy.port);
    EXPECT_EQ(get("http://ref.invalid/path", {.proxy = url}).status, 200);
    proxy.join();
    EXPECT_TRUE(proxy.asked.starts_with("GET http://ref.invalid/path")) << proxy.asked;
}

TEST(HttpClient, LogsInAtTheProxyWithThePasswordAsItIs)
{
    CannedServer proxy("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    const std::string url = "http://127.0.0.1:" + std::to_string(proxy.port);
    const Route route{.proxy = url, .proxyLogin = "gate:p%41:s"};
    EXPECT_EQ(get("http://ref.invalid/path", route).status, 200);
    proxy.join();
    EXPECT_NE(proxy.asked.find("Proxy-Authorization: Basic Z2F0ZTpwJTQxOnM=\r\n"),
              std::string::npos)
        << proxy.asked;
}

TEST(HttpClient, NamesAnAuthorityFileThatIsMissing)
{
    const Answer answer = get("https://127.0.0.1:1/", {.caFile = "/nonexistent.pem"});
    EXPECT_EQ(answer.status, 0);
    EXPECT_NE(answer.failure, "");
}

TEST(HttpClient, ReadsAnHttpDate)
{
    EXPECT_EQ(httpDate("Thu, 01 Jan 1970 00:01:00 GMT"),
              std::chrono::sys_seconds(std::chrono::seconds(60)));
    EXPECT_EQ(httpDate("soon"), std::nullopt);
}

} // namespace historian::curl
