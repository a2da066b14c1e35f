#pragma once

#include <historian/clock.h>
#include <historian/http.h>
#include <historian/probe.h>

#include <mutex>
#include <optional>

namespace historian::http {

/// The last request that an ingest route answered. Threads: any.
class LastPost {
public:
    void answered(const HttpRequest& request, int status, SteadyTime now);

    /// Where to post to, and what came last.
    std::vector<ProbeStep> steps(SteadyTime now) const;

private:
    struct Post {
        SteadyTime at{};
        std::string path;
        std::string address;
        int status = 0;
    };

    mutable std::mutex mutex_;
    std::optional<Post> post_;
};

} // namespace historian::http
