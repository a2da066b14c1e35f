#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace Poco::Net {
class HTTPServer;
}

namespace historian::ctl {

/// A daemon's stand-in for command tests: answers "METHOD /path?query" with a canned status and
/// body, everything else with a problem of status 404, and remembers what was asked.
class CannedServer {
public:
    struct Answer {
        int status = 200;
        std::string body;
    };

    explicit CannedServer(std::map<std::string, Answer> answers);
    ~CannedServer();

    std::string url() const;

    /// From now on answers that with something else.
    void set(const std::string& methodAndPath, Answer answer);

    /// "METHOD /path body" of every request so far.
    std::vector<std::string> asked() const;

    Answer answer(const std::string& methodAndPath, const std::string& body);

private:
    std::map<std::string, Answer> answers_;
    std::vector<std::string> asked_;
    mutable std::mutex mutex_;
    std::unique_ptr<Poco::Net::HTTPServer> server_;
};

} // namespace historian::ctl
