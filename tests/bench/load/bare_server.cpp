#include "bare_server.h"

#include <Poco/AutoPtr.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/NullStream.h>
#include <Poco/SharedPtr.h>
#include <Poco/StreamCopier.h>
#include <Poco/ThreadPool.h>

#include <string>

namespace historian::load {
namespace {

using namespace Poco::Net;

constexpr int kThreads = 96;
constexpr int kRequestsMax = 1'000'000'000;

class Answer : public HTTPRequestHandler {
public:
    void handleRequest(HTTPServerRequest& request, HTTPServerResponse& response) override
    {
        static const std::string body =
            R"({"status":"success","message":"Reading stored","server_time":"2025-01-20T10:30:00Z"})";
        Poco::NullOutputStream nowhere;
        Poco::StreamCopier::copyStream(request.stream(), nowhere);
        response.setContentType("application/json");
        response.sendBuffer(body.data(), body.size());
    }
};

class Answers : public HTTPRequestHandlerFactory {
public:
    // POCO takes ownership of what it asks for by pointer.
    HTTPRequestHandler* createRequestHandler(const HTTPServerRequest& /*request*/) override
    {
        return std::make_unique<Answer>().release();
    }
};

HTTPServerParams::Ptr parameters()
{
    HTTPServerParams::Ptr params = Poco::makeAuto<HTTPServerParams>();
    params->setMaxThreads(kThreads);
    params->setMaxQueued(kThreads);
    params->setKeepAlive(true);
    params->setMaxKeepAliveRequests(kRequestsMax);
    return params;
}

} // namespace

class BareServer::Parts {
public:
    explicit Parts(std::uint16_t port)
        : pool_(kThreads, kThreads),
          socket_(SocketAddress("127.0.0.1", port), 1024),
          server_(Poco::makeShared<Answers>(), pool_, socket_, parameters())
    {
        server_.start();
    }

    ~Parts() { server_.stopAll(true); }

    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    std::uint16_t port() const { return server_.port(); }

private:
    Poco::ThreadPool pool_;
    ServerSocket socket_;
    HTTPServer server_;
};

BareServer::BareServer(std::uint16_t port) : parts_(std::make_unique<Parts>(port)) {}

BareServer::~BareServer() = default;

std::uint16_t BareServer::port() const
{
    return parts_->port();
}

} // namespace historian::load
