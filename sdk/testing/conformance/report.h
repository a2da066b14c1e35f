#pragma once

#include <string>
#include <string_view>

namespace historian::conformance {

/// Says on standard output which rules hold. At the first that does not it ends the process at once
/// (exit 1), because a plugin that breaks a rule may hang or crash when it is taken down.
/// Threads: any, one rule at a time.
class Report {
public:
    /// The rule checked until now holds; the next one begins.
    void rule(std::string_view name);

    [[noreturn]] void fail(const std::string& reason) const;

    void require(bool holds, const std::string& reason) const
    {
        if (!holds) fail(reason);
    }

    /// The last rule holds.
    void end();

private:
    std::string rule_;
};

} // namespace historian::conformance
