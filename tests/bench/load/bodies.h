#pragma once

#include <cstdint>
#include <string>

namespace historian::load {

/// Makes readings as the field firmware prints them, each different from all others.
/// Threads: one.
class Bodies {
public:
    /// `nanPercent` of them hold a bare nan.
    Bodies(unsigned devices, unsigned nanPercent) : devices_(devices), nanPercent_(nanPercent) {}

    /// Appends the next reading.
    void appendNext(std::string& to);

    std::uint64_t made() const { return made_; }

private:
    const unsigned devices_;
    const unsigned nanPercent_;
    std::uint64_t made_ = 0;
};

} // namespace historian::load
