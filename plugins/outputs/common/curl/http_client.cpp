#include "curl/http_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>

namespace historian::curl {

namespace {

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

using List = std::unique_ptr<curl_slist, FreeList>;

List listOf(const std::vector<std::string>& texts)
{
    List list;
    for (const std::string& text : texts) {
        curl_slist* longer = curl_slist_append(list.get(), text.c_str());
        if (!longer) break; // out of memory
        (void)list.release();
        list.reset(longer);
    }
    return list;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())))
        text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
        text.remove_suffix(1);
    return text;
}

std::string lowered(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(
        lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

std::size_t takeBody(const char* bytes, std::size_t, std::size_t count, void* to)
{
    std::string& body = static_cast<Answer*>(to)->body;
    if (body.size() + count > kAnswerBytesMax) return 0; // ends the transfer
    body.append(bytes, count);
    return count;
}

std::size_t takeHeader(const char* bytes, std::size_t, std::size_t count, void* to)
{
    auto& headers = static_cast<Answer*>(to)->headers;
    const std::string_view line(bytes, count);
    if (line.starts_with("HTTP/")) headers.clear(); // after a 100 or a proxy's answer
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || headers.size() >= kHeadersMax) return count;
    std::string& value = headers[lowered(line.substr(0, colon))];
    if (!value.empty()) value += ", ";
    value += trimmed(line.substr(colon + 1));
    return count;
}

/// libcurl reads a login as that of a URL.
std::string withoutEscapes(const std::string& login)
{
    std::string text;
    for (const char c : login)
        if (c == '%')
            text += "%25";
        else
            text += c;
    return text;
}

} // namespace

std::string_view Answer::header(std::string_view name) const
{
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

std::optional<std::chrono::sys_seconds> httpDate(std::string_view text)
{
    const std::time_t time = curl_getdate(std::string(text).c_str(), nullptr);
    if (time < 0) return std::nullopt;
    return std::chrono::sys_seconds(std::chrono::seconds(time));
}

class HttpClient::Handle {
public:
    explicit Handle(const Route& route) : resolve_(listOf(route.resolve)), curl_(curl_easy_init())
    {
    }

    CURL* get() const { return curl_.get(); }

    /// Forgets the last request, keeps its connection.
    void reset(const Route& route)
    {
        curl_easy_reset(get());
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
        set(CURLOPT_USERAGENT, "historiand/" HISTORIAN_VERSION " libcurl");
        set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(kConnectTimeMax.count()));
        set(CURLOPT_LOW_SPEED_LIMIT, kLowSpeedBytes);
        set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(kLowSpeedTimeMax.count()));
        set(CURLOPT_ERRORBUFFER, error_);
        set(CURLOPT_RESOLVE, resolve_.get());
        if (!route.proxy.empty()) set(CURLOPT_PROXY, route.proxy.c_str());
        if (!route.proxyLogin.empty())
            set(CURLOPT_PROXYUSERPWD, withoutEscapes(route.proxyLogin).c_str());
        if (!route.caFile.empty()) set(CURLOPT_CAINFO, route.caFile.c_str());
        error_[0] = '\0';
    }

    /// What is sent, and where the answer goes; all three outlive the request.
    void aim(const Request& request, const List& headers, Answer& answer)
    {
        set(CURLOPT_URL, request.url.c_str());
        set(CURLOPT_HTTPHEADER, headers.get());
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeMax.count()));
        set(CURLOPT_WRITEFUNCTION, &takeBody);
        set(CURLOPT_WRITEDATA, &answer);
        set(CURLOPT_HEADERFUNCTION, &takeHeader);
        set(CURLOPT_HEADERDATA, &answer);
        if (request.method == "POST") {
            set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
            set(CURLOPT_POSTFIELDS, request.body.data());
        }
    }

    template <typename Value>
    void set(CURLoption option, Value value)
    {
        curl_easy_setopt(get(), option, value);
    }

    /// What libcurl says of a failure, in its own words where it has them.
    std::string why(CURLcode code) const { return error_[0] ? error_ : curl_easy_strerror(code); }

    std::uint64_t bytesSent() const
    {
        long head = 0;
        curl_off_t body = 0;
        curl_easy_getinfo(get(), CURLINFO_REQUEST_SIZE, &head);
        curl_easy_getinfo(get(), CURLINFO_SIZE_UPLOAD_T, &body);
        return static_cast<std::uint64_t>(head) + static_cast<std::uint64_t>(body);
    }

private:
    struct Cleanup {
        void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
    };

    List resolve_;
    std::unique_ptr<CURL, Cleanup> curl_;
    char error_[CURL_ERROR_SIZE] = {};
};

HttpClient::HttpClient(Route route)
    : route_(std::move(route)), handle_(std::make_unique<Handle>(route_))
{
}

HttpClient::~HttpClient() = default;

Answer HttpClient::perform(const Request& request)
{
    Answer answer;
    if (!handle_->get()) {
        answer.failure = "out of memory";
        return answer;
    }
    std::vector<std::string> texts = request.headers;
    texts.emplace_back("Expect:"); // no round trip before the body
    const List headers = listOf(texts);
    handle_->reset(route_);
    handle_->aim(request, headers, answer);
    const CURLcode code = curl_easy_perform(handle_->get());
    answer.bytesSent = handle_->bytesSent();
    if (code == CURLE_OK) {
        curl_easy_getinfo(handle_->get(), CURLINFO_RESPONSE_CODE, &answer.status);
        return answer;
    }
    answer.isTimeout = code == CURLE_OPERATION_TIMEDOUT;
    answer.failure =
        answer.body.size() + CURL_MAX_WRITE_SIZE > kAnswerBytesMax && code == CURLE_WRITE_ERROR
            ? "the answer is longer than 4 MiB"
            : handle_->why(code);
    answer.body.clear();
    return answer;
}

} // namespace historian::curl
