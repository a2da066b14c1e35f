#pragma once

#include "web/live.h"

#include <functional>
#include <string>
#include <vector>

namespace historian::web::testing {

/// A client that keeps what it gets and leaves when the test says so.
class FakeConnection : public LiveConnection {
public:
    struct Sent {
        std::string event;
        std::string id;
        std::string text;
    };

    bool send(std::string_view event, std::string_view id, std::string_view text) override
    {
        sent.push_back({std::string(event), std::string(id), std::string(text)});
        return sent.size() < sendsMax;
    }

    bool keepAlive() override
    {
        ++cares;
        return onCare(cares);
    }

    std::vector<Sent> sent;
    std::size_t sendsMax = 1000;
    int cares = 0;
    std::function<bool(int)> onCare = [](int count) { return count < 3; };
};

} // namespace historian::web::testing
