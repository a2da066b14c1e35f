#pragma once

#include <historian/claims.h>

#include <string>
#include <vector>

namespace historian::app {

/// Who uses what outside the daemon. Threads: none.
class ClaimTable {
public:
    /// Takes a claim down. The answer: who has that already, in words; empty: nobody. Two paths
    /// that lead to one device file, as those of /dev/serial/by-id do, are one.
    std::string add(const std::string& owner, const Claim& claim);

private:
    struct Entry {
        std::string owner;
        Claim claim;
        std::string target;
    };

    std::vector<Entry> entries_;
};

} // namespace historian::app
