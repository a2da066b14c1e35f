#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace historian::bench {

/// A process of its own that answers Modbus TCP requests on free ports of loopback, each so long
/// after it came; units whose number divides by 20 never answer. It ends with this object.
class SlowUnits {
public:
    SlowUnits(std::size_t count, std::chrono::milliseconds least, std::chrono::milliseconds most);
    SlowUnits(const SlowUnits&) = delete;
    SlowUnits& operator=(const SlowUnits&) = delete;
    ~SlowUnits();

    std::string connection(std::size_t index) const
    {
        return "tcp://127.0.0.1:" + std::to_string(ports_[index]);
    }

private:
    std::vector<int> ports_;
    pid_t pid_ = -1;
};

} // namespace historian::bench
