#include "poster.h"

#include "mapping.h"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>
#include <simdjson.h>

#include <cstdint>
#include <thread>

namespace historian::replay {
namespace {

constexpr int kTries = 10;

} // namespace

bool addAnswer(const std::string& json, Summary& summary)
{
    simdjson::dom::parser parser;
    simdjson::dom::element answer;
    std::uint64_t accepted = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t rejected = 0;
    if (parser.parse(json).get(answer) != simdjson::SUCCESS) return false;
    if (answer["accepted"].get(accepted) != simdjson::SUCCESS) return false;
    if (answer["duplicates"].get(duplicates) != simdjson::SUCCESS) return false;
    if (answer["rejected_total"].get(rejected) != simdjson::SUCCESS) return false;
    summary.accepted += accepted;
    summary.duplicates += duplicates;
    summary.rejected += rejected;
    return true;
}

class Poster::Connection {
public:
    explicit Connection(const Poco::URI& url) : session_(url.getHost(), url.getPort())
    {
        session_.setKeepAlive(true);
    }

    /// The answer's status and body; `retryAfter` in seconds, 0 if not given.
    int post(const std::string& lines, std::string& answer, int& retryAfter)
    {
        using namespace Poco::Net;
        HTTPRequest request(
            HTTPRequest::HTTP_POST, "/api/v1/readings?clock=device", HTTPMessage::HTTP_1_1);
        request.setContentType("application/x-ndjson");
        request.setContentLength64(static_cast<Poco::Int64>(lines.size()));
        session_.sendRequest(request) << lines << std::flush;
        HTTPResponse response;
        answer.clear();
        Poco::StreamCopier::copyToString(session_.receiveResponse(response), answer);
        retryAfter = response.has("Retry-After") ? std::stoi(response.get("Retry-After")) : 0;
        return response.getStatus();
    }

private:
    Poco::Net::HTTPClientSession session_;
};

Poster::Poster(const std::string& url) : connection_(std::make_unique<Connection>(Poco::URI(url)))
{
}

Poster::~Poster() = default;

void Poster::post(const std::string& lines, std::size_t count)
{
    std::string answer;
    for (int i = 0; i < kTries; ++i) {
        int retryAfter = 0;
        const int status = connection_->post(lines, answer, retryAfter);
        if (status == 200 || status == 422) {
            if (!addAnswer(answer, summary_)) throw ReplayError("an odd answer: " + answer);
            summary_.posted += count;
            return;
        }
        if (status != 503) throw ReplayError(std::to_string(status) + ": " + answer);
        std::this_thread::sleep_for(std::chrono::seconds(std::max(retryAfter, 1)));
    }
    throw ReplayError("not stored after " + std::to_string(kTries) + " tries: " + answer);
}

} // namespace historian::replay
