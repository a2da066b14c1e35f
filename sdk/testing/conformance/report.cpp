#include "report.h"

#include <cstdio>
#include <cstdlib>

namespace historian::conformance {

void Report::rule(std::string_view name)
{
    end();
    rule_ = name;
}

void Report::fail(const std::string& reason) const
{
    std::printf("FAIL %s: %s\n", rule_.c_str(), reason.c_str());
    std::fflush(stdout);
    std::_Exit(1);
}

void Report::end()
{
    if (!rule_.empty()) std::printf("ok   %s\n", rule_.c_str());
    std::fflush(stdout);
    rule_.clear();
}

} // namespace historian::conformance
