#include "state/accounts.h"
#include "state/database.h"
#include "state/logbook.h"
#include "web/server.h"

#include <historian/testing/manual_clock.h>

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/StreamCopier.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

/// Our web server beside a bare POCO HTTPServer: POSTs of 300 bytes to a route that only answers,
/// over kept connections and with a new one each. Both servers and the clients share this machine.
namespace {

using namespace historian;
using Steady = std::chrono::steady_clock;

constexpr int kClients = 32;
constexpr std::chrono::seconds kRound{3};
constexpr int kRounds = 3;
constexpr std::size_t kBodyBytes = 300;
constexpr std::string_view kAnswer = "{\"status\":\"success\"}";

class BareHandler final : public Poco::Net::HTTPRequestHandler {
public:
    void handleRequest(Poco::Net::HTTPServerRequest& request,
                       Poco::Net::HTTPServerResponse& response) override
    {
        std::string body;
        Poco::StreamCopier::copyToString(request.stream(), body);
        response.setContentType("application/json");
        response.sendBuffer(kAnswer.data(), kAnswer.size());
    }
};

class BareFactory final : public Poco::Net::HTTPRequestHandlerFactory {
public:
    Poco::Net::HTTPRequestHandler*
    createRequestHandler(const Poco::Net::HTTPServerRequest&) override
    {
        return std::make_unique<BareHandler>().release(); // POCO deletes it
    }
};

std::string requestText(bool isKept)
{
    std::string text =
        "POST /api/energy-data HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n";
    if (!isKept) text += "Connection: close\r\n";
    return text + "Content-Length: " + std::to_string(kBodyBytes) + "\r\n\r\n" +
           std::string(kBodyBytes, ' ');
}

/// Sends one request and reads its answer to the end of its body.
bool exchange(Poco::Net::StreamSocket& socket, const std::string& request)
{
    if (socket.sendBytes(request.data(), static_cast<int>(request.size())) <= 0) return false;
    std::array<char, 2048> chunk; // NOLINT: filled below
    std::size_t have = 0;
    while (have < chunk.size()) {
        const int count =
            socket.receiveBytes(chunk.data() + have, static_cast<int>(chunk.size() - have));
        if (count <= 0) return false;
        have += static_cast<std::size_t>(count);
        if (std::string_view(chunk.data(), have).ends_with(kAnswer)) return true;
    }
    return false;
}

/// Answers a second that all clients got together.
double rateOf(std::uint16_t port, bool isKept)
{
    const Poco::Net::SocketAddress place("127.0.0.1", port);
    const std::string request = requestText(isKept);
    std::atomic<long> answers{0};
    const auto end = Steady::now() + kRound;
    {
        std::vector<std::jthread> clients;
        for (int client = 0; client < kClients; ++client)
            clients.emplace_back([&] {
                long count = 0;
                while (Steady::now() < end) {
                    Poco::Net::StreamSocket socket(place);
                    socket.setNoDelay(true);
                    do
                        if (!exchange(socket, request))
                            break;
                        else
                            ++count;
                    while (isKept && Steady::now() < end);
                }
                answers += count;
            });
    }
    return static_cast<double>(answers.load()) / static_cast<double>(kRound.count());
}

void compare(const char* what, std::uint16_t ours, std::uint16_t bare, bool isKept)
{
    double best = 0;
    double bestBare = 0;
    for (int round = 0; round < kRounds; ++round) { // in turns: the machine's mood hits both
        best = std::max(best, rateOf(ours, isKept));
        bestBare = std::max(bestBare, rateOf(bare, isKept));
    }
    std::printf("%-24s ours %8.0f/s   bare POCO HTTPServer %8.0f/s   ratio %.2f\n",
                what,
                best,
                bestBare,
                best / bestBare);
}

} // namespace

int main()
{
    std::string name = (std::filesystem::temp_directory_path() / "http_bench.XXXXXX").string();
    const std::filesystem::path folder = mkdtemp(name.data());
    {
        historian::testing::ManualClock clock;
        state::Database database(folder / "state.db");
        state::Logbook logbook(database, clock);
        state::Accounts accounts(database, logbook, clock);
        web::RouteTable routes;
        routes.add(
            "bench",
            {{"POST", "/api/energy-data", Access::Ingest, 65536, BodyMode::Whole, [](HttpRequest&) {
                  return HttpReply{200, "application/json", std::string(kAnswer)};
              }}});
        base::HttpSettings settings;
        settings.address = "127.0.0.1";
        settings.port = 0;
        web::Server server(settings, std::move(routes), {}, {accounts, logbook, clock});
        server.start();
        Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", 0));
        Poco::Net::HTTPServerParams::Ptr params(new Poco::Net::HTTPServerParams); // counted by POCO
        params->setMaxThreads(64);
        params->setKeepAlive(true);
        params->setMaxKeepAliveRequests(0);
        Poco::ThreadPool threads(2, 64);
        Poco::Net::HTTPServer bare(
            std::make_unique<BareFactory>().release(), threads, socket, params);
        bare.start();
        compare("kept connections", server.port(), socket.address().port(), true);
        compare("a connection per POST", server.port(), socket.address().port(), false);
        bare.stopAll(true);
        server.stop();
    }
    std::filesystem::remove_all(folder);
    return 0;
}
