#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace historian::testing {

/// One file as a disk sees it: what was synced, and what was written since and may or may not be
/// there after a power cut. A sector of 512 bytes is written whole or not at all.
/// Threads: none.
class DiskImage {
public:
    void write(std::uint64_t offset, std::string_view bytes);
    void truncate(std::uint64_t size);

    /// Everything written so far is durable.
    void sync();

    /// The sync failed: the kernel gives the unsynced writes up and will not try again.
    void loseUnsynced() { unsynced_.clear(); }

    /// The file after a power cut at this moment: the synced bytes and none, some whole, or some
    /// torn of the unsynced writes, in any order of survival.
    std::string afterPowerCut(std::mt19937_64& random) const;

private:
    struct Change {
        std::uint64_t offset;
        std::string bytes;
        bool isTruncation;
    };

    static void apply(std::string& image, const Change& change);
    static void applyTorn(std::string& image, const Change& change, std::mt19937_64& random);

    std::string durable_;
    std::vector<Change> unsynced_;
};

} // namespace historian::testing
