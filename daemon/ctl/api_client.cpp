#include "ctl/api_client.h"

#include "ctl/command_line.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Parser.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/NetException.h>
#include <Poco/StreamCopier.h>
#include <Poco/Timespan.h>
#include <Poco/URI.h>

#include <cerrno>
#include <fstream>
#include <memory>
#include <sstream>
#include <system_error>

namespace historian::ctl {

namespace {

constexpr int kUnreachable = 69;
constexpr int kRefused = 1;
constexpr long kAnswerSecondsMax = 90; // a probe may take 60

std::string readToken(const std::string& file)
{
    std::ifstream in(file);
    std::string token;
    if (!std::getline(in, token) && !in.eof())
        throw ApiError("cannot read the token file " + file + ": " +
                           std::generic_category().message(errno),
                       kRefused);
    if (token.empty()) throw ApiError("the token file " + file + " is empty", kRefused);
    return token;
}

// What a refusal says: the problem's detail, else its title, else the body with the status.
std::string reasonOf(const std::string& body, int status)
{
    try {
        const auto problem = parseObject(body);
        for (const char* key : {"detail", "title", "error"})
            if (problem->has(key)) return textOf(*problem, key);
    } catch (const ApiError&) {
        // Not JSON: shown as it is.
    }
    return body.substr(0, 200) + " (HTTP " + std::to_string(status) + ")";
}

std::string whyUnreachable(const Poco::Exception& problem)
{
    if (dynamic_cast<const Poco::Net::NoMessageException*>(&problem) != nullptr)
        return "it closed the connection without a word, as it does to whom http.peers leaves out";
    if (dynamic_cast<const Poco::Net::MessageException*>(&problem) != nullptr)
        return "what answers there speaks no HTTP";
    const std::string text = problem.displayText();
    if (text.find("wrong version number") != std::string::npos)
        return "what answers there speaks no TLS, try http://";
    return text + "; is it running (systemctl status historian)? Elsewhere: --url";
}

// Throws UsageError unless it is http://HOST:PORT or https://HOST:PORT.
void checkUrl(const std::string& url)
{
    try {
        const Poco::URI uri(url);
        const bool isHttp = uri.getScheme() == "http" || uri.getScheme() == "https";
        if (isHttp && !uri.getHost().empty() && uri.getPathEtc().empty()) return;
    } catch (const Poco::SyntaxException&) {
        // Told below.
    }
    throw UsageError("--url is http://HOST:PORT or https://HOST:PORT, but is '" + url + "'");
}

std::unique_ptr<Poco::Net::HTTPClientSession> connect(const Poco::URI& uri)
{
    auto session =
        uri.getScheme() == "https"
            ? std::make_unique<Poco::Net::HTTPSClientSession>(uri.getHost(), uri.getPort())
            : std::make_unique<Poco::Net::HTTPClientSession>(uri.getHost(), uri.getPort());
    session->setTimeout(Poco::Timespan(kAnswerSecondsMax, 0));
    return session;
}

} // namespace

std::string encodeSegment(std::string_view segment)
{
    std::string encoded;
    Poco::URI::encode(std::string(segment), "/?#&+=%:@", encoded);
    return encoded;
}

std::string withParameters(std::string_view path, const Parameters& parameters)
{
    std::string result(path);
    char separator = '?';
    for (const auto& [name, value] : parameters) {
        result += separator + name + "=" + encodeSegment(value);
        separator = '&';
    }
    return result;
}

Poco::JSON::Object::Ptr parseObject(const std::string& json)
{
    try {
        return Poco::JSON::Parser().parse(json).extract<Poco::JSON::Object::Ptr>();
    } catch (const Poco::Exception& problem) {
        throw ApiError("the answer is not a JSON object: " + problem.displayText(), kRefused);
    }
}

std::string jsonText(const Poco::JSON::Object& object)
{
    std::ostringstream out;
    object.stringify(out);
    return out.str();
}

std::string textOf(const Poco::JSON::Object& object, const std::string& key)
{
    if (!object.has(key) || object.isNull(key)) return "-";
    const std::string text = object.get(key).toString();
    return text.empty() ? "-" : text;
}

ApiClient::ApiClient(std::string url, const std::string& tokenFile) : url_(std::move(url))
{
    if (!tokenFile.empty()) token_ = readToken(tokenFile);
    while (url_.ends_with('/')) url_.pop_back();
    checkUrl(url_);
}

Poco::JSON::Object::Ptr ApiClient::getObject(const std::string& path)
{
    return parseObject(get(path));
}

std::string
ApiClient::send(const std::string& method, const std::string& path, const std::string& body)
{
    using Poco::Net::HTTPRequest;
    try {
        const Poco::URI uri(url_);
        const auto session = connect(uri);
        HTTPRequest request(method, path, HTTPRequest::HTTP_1_1);
        if (!token_.empty()) request.set("Authorization", "Bearer " + token_);
        if (!body.empty()) request.setContentType("application/json");
        if (method != "GET") request.setContentLength64(static_cast<Poco::Int64>(body.size()));
        session->sendRequest(request) << body;

        Poco::Net::HTTPResponse response;
        std::string answer;
        Poco::StreamCopier::copyToString(session->receiveResponse(response), answer);
        if (response.getStatus() / 100 == 2) return answer;
        throw ApiError(reasonOf(answer, response.getStatus()), kRefused, response.getStatus());
    } catch (const Poco::Exception& problem) {
        throw ApiError("cannot reach the daemon at " + url_ + ": " + whyUnreachable(problem),
                       kUnreachable);
    }
}

} // namespace historian::ctl
