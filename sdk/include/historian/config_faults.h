#pragma once

#include <historian/error.h>

#include <string>
#include <vector>

namespace historian {

/// Implemented by an input or output that can be made of a configuration with which it can never
/// work, above all with a wrong secret: that may be put right while the daemon runs, so it is no
/// ConfigError. `historiand --check` names what this says, where it can read the secrets.
/// Threads: as for a constructor; asked before start().
class HISTORIAN_VISIBLE ConfigFaults {
public:
    virtual ~ConfigFaults() = default;

    /// Each begins with Config::place of its key, and holds no secret.
    virtual std::vector<std::string> configFaults() const = 0;
};

} // namespace historian
