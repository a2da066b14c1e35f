#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace historian::bench {

/// A process of its own that answers Modbus TCP requests on free ports of loopback, each 50 to
/// 500 ms after it came; units whose number divides by 20 never answer. It ends with this object.
class SlowUnits {
public:
    explicit SlowUnits(std::size_t count);
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
