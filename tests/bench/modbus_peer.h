#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>

namespace historian::bench {

/// A process of its own that answers Modbus TCP requests on a free port of loopback, each so long
/// after it came; units whose number divides by 20 never answer. It ends with this object.
class SlowUnits {
public:
    SlowUnits(std::chrono::milliseconds least, std::chrono::milliseconds most);
    SlowUnits(const SlowUnits&) = delete;
    SlowUnits& operator=(const SlowUnits&) = delete;
    ~SlowUnits();

    std::string port() const { return std::to_string(port_); }

private:
    int port_ = 0;
    pid_t pid_ = -1;
};

} // namespace historian::bench
