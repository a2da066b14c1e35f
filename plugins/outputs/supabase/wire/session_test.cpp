#include "wire/session.h"

#include <historian/testing/manual_clock.h>

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace historian::supabase {

namespace {

/// An Auth server that gives one token, which is to be renewed at once, and then nobody an answer.
class VanishingServer {
public:
    VanishingServer() : listener_(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(::listen(listener_, 8), 0);
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }

    ~VanishingServer()
    {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }

    Settings settings() const
    {
        Settings settings;
        settings.url = "http://127.0.0.1:" + std::to_string(port_);
        settings.key = "sb_publishable_test";
        settings.isKeyKnown = true;
        settings.email = "site-001@gateway.invalid";
        settings.password = "secret-word";
        return settings;
    }

    int asked() const { return asked_; }

private:
    void serve()
    {
        for (int peer = ::accept(listener_, nullptr, nullptr); peer >= 0;
             peer = ::accept(listener_, nullptr, nullptr)) {
            std::string request;
            char bytes[4096];
            while (request.find("\r\n\r\n") == std::string::npos) {
                const ssize_t got = ::recv(peer, bytes, sizeof bytes, 0);
                if (got <= 0) break;
                request.append(bytes, static_cast<std::size_t>(got));
            }
            if (asked_++ == 0) ::send(peer, kToken.data(), kToken.size(), MSG_NOSIGNAL);
            ::shutdown(peer, SHUT_WR);
            ::close(peer);
        }
    }

    static constexpr std::string_view kToken =
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 62\r\n\r\n"
        R"({"access_token":"a.b.c","expires_in":0,"refresh_token":"once"})";

    int listener_;
    int port_ = 0;
    std::atomic<int> asked_{0};
    std::thread thread_;
};

} // namespace

TEST(Session, AsksOnceInACallWhereNobodyAnswers)
{
    VanishingServer server;
    const Settings settings = server.settings();
    const testing::ManualClock clock;
    curl::HttpClient client;
    Session session(settings, clock, client);
    ASSERT_FALSE(session.prepare(std::chrono::seconds(20)));
    // A name that cannot be resolved takes most of the time of a call, each time it is asked for.
    const auto obstacle = session.prepare(std::chrono::seconds(20));
    ASSERT_TRUE(obstacle);
    EXPECT_EQ(obstacle->verdict, Verdict::Transient);
    EXPECT_EQ(server.asked(), 2);
    EXPECT_TRUE(session.prepare(std::chrono::seconds(20)));
    EXPECT_EQ(server.asked(), 3);
}

} // namespace historian::supabase
