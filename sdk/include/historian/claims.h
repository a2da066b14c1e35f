#pragma once

#include <historian/error.h>

#include <cstdint>
#include <string>
#include <vector>

namespace historian {

/// Something outside the daemon that an instance will use.
struct Claim {
    enum class Kind : std::uint8_t {
        Device, ///< a device file, by its path: one owner
        Port,   ///< a TCP or UDP port to listen on, as a number: one owner
        Remote, ///< HOST:PORT to connect to: better one owner, for many devices serve only one
    };

    Kind kind = Kind::Device;
    std::string name;
    std::string place; ///< Config::place of the key that says so
};

/// Implemented by an input or output that uses such a thing. `historiand --check` names the place
/// where a second instance wants it too. Threads: as for a constructor; asked before start().
class HISTORIAN_VISIBLE Claims {
public:
    virtual ~Claims() = default;

    virtual std::vector<Claim> claims() const = 0;
};

} // namespace historian
