#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace historian::replay {

/// What became of everything posted.
struct Summary {
    std::size_t posted = 0;
    std::size_t accepted = 0;
    std::size_t duplicates = 0;
    std::size_t rejected = 0;
};

/// Posts NDJSON to /api/v1/readings?clock=device and waits where it is told to.
/// Threads: one.
class Poster {
public:
    /// `url`: http://host:port
    explicit Poster(const std::string& url);
    ~Poster();
    Poster(const Poster&) = delete;
    Poster& operator=(const Poster&) = delete;

    /// Posts that many lines. Throws ReplayError if they are refused, or cannot be stored after
    /// some tries.
    void post(const std::string& lines, std::size_t count);

    const Summary& summary() const { return summary_; }

private:
    class Connection;
    std::unique_ptr<Connection> connection_;
    Summary summary_;
};

/// Adds the counts of an answer; false if it is none.
bool addAnswer(const std::string& json, Summary& summary);

} // namespace historian::replay
