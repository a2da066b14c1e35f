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

    /// Appends the next reading as JSON.
    void appendNext(std::string& to);

    /// Appends the next reading, the same one, as a line of line protocol.
    void appendNextLine(std::string& to);

    std::uint64_t made() const { return made_; }

private:
    struct Next {
        std::uint64_t device;
        std::uint64_t round; ///< of this device's readings
        std::uint64_t milliamperes;
        bool isNan;
    };

    Next next();

    const unsigned devices_;
    const unsigned nanPercent_;
    std::uint64_t made_ = 0;
};

} // namespace historian::load
