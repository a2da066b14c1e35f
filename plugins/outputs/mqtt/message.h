#pragma once

#include <string>

namespace historian::mqtt {

/// What is published: always at QoS 1, so that the broker acknowledges it.
struct Message {
    std::string topic;
    std::string payload;
    bool isRetained = false;
};

} // namespace historian::mqtt
