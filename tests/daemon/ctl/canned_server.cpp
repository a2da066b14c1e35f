#include "canned_server.h"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/StreamCopier.h>

namespace historian::ctl {

namespace {

class Handler : public Poco::Net::HTTPRequestHandler {
public:
    explicit Handler(CannedServer& owner) : owner_(owner) {}

    void handleRequest(Poco::Net::HTTPServerRequest& request,
                       Poco::Net::HTTPServerResponse& response) override
    {
        std::string body;
        Poco::StreamCopier::copyToString(request.stream(), body);
        const auto answer = owner_.answer(request.getMethod() + " " + request.getURI(), body);
        response.setStatus(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(answer.status));
        response.sendBuffer(answer.body.data(), answer.body.size());
    }

private:
    CannedServer& owner_;
};

class Factory : public Poco::Net::HTTPRequestHandlerFactory {
public:
    explicit Factory(CannedServer& owner) : owner_(owner) {}

    Poco::Net::HTTPRequestHandler*
    createRequestHandler(const Poco::Net::HTTPServerRequest&) override
    {
        return std::make_unique<Handler>(owner_).release();
    }

private:
    CannedServer& owner_;
};

} // namespace

CannedServer::CannedServer(std::map<std::string, Answer> answers)
    : answers_(std::move(answers)),
      server_(std::make_unique<Poco::Net::HTTPServer>(
          new Factory(*this), // NOLINT(cppcoreguidelines-owning-memory): POCO takes it over
          Poco::Net::ServerSocket(Poco::Net::SocketAddress("127.0.0.1", 0)),
          new Poco::Net::HTTPServerParams)) // NOLINT(cppcoreguidelines-owning-memory)
{
    server_->start();
}

CannedServer::~CannedServer()
{
    server_->stopAll(true);
}

std::string CannedServer::url() const
{
    return "http://127.0.0.1:" + std::to_string(server_->port());
}

void CannedServer::set(const std::string& methodAndPath, Answer answer)
{
    const std::lock_guard lock(mutex_);
    answers_[methodAndPath] = std::move(answer);
}

std::vector<std::string> CannedServer::asked() const
{
    const std::lock_guard lock(mutex_);
    return asked_;
}

CannedServer::Answer CannedServer::answer(const std::string& methodAndPath, const std::string& body)
{
    const std::lock_guard lock(mutex_);
    asked_.push_back(body.empty() ? methodAndPath : methodAndPath + " " + body);
    const auto found = answers_.find(methodAndPath);
    if (found != answers_.end()) return found->second;
    return {404, R"({"title":"Not found","status":404,"detail":"There is no such thing."})"};
}

} // namespace historian::ctl
