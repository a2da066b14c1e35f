#pragma once

#include "test_peer/test_broker.h"

#include <cstddef>
#include <string>
#include <vector>

namespace historian::mqtt {

/// What a subscriber got.
struct Heard {
    std::string topic;
    std::string payload;
    bool isRetained = false;

    friend bool operator==(const Heard&, const Heard&) = default;
};

/// An independent subscriber: Debian's mosquitto_sub. It subscribes to everything when made, with a
/// session that the broker keeps, so that nothing is missed until take().
/// Threads: none.
class Judge {
public:
    /// `login` are more arguments of mosquitto_sub.
    explicit Judge(const TestBroker& broker, std::string login = "");

    /// The next messages, in the order they came; fewer if there are no more within 20 s.
    std::vector<Heard> take(std::size_t count) const;

    /// What a subscriber that comes now is told first.
    std::vector<Heard> retained(std::size_t count) const;

private:
    std::string base_;
};

} // namespace historian::mqtt
