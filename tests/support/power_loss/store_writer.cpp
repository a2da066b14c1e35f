// Commits one reading after the other to a store until it is killed, and prints the seq of each
// that was acknowledged. usage: store-writer DIRECTORY full|normal

#include "sqlite_store.h"
#include "test_readings.h"

#include <cstdio>
#include <string_view>

int main(int argc, char** argv)
{
    using namespace historian;
    if (argc != 3) return 64;
    const auto sync =
        std::string_view(argv[2]) == "normal" ? sqlite::Sync::Normal : sqlite::Sync::Full;
    testing::FakeHost host;
    sqlite::SqliteStore store(
        host, {argv[1], 64 << 20, 0}, {sync, 100, sqlite::Surroundings{"machine", "file"}});
    store.start();
    for (std::int64_t number = 1;; ++number) {
        sqlite::Readings readings(host);
        readings.add("board", sqlite::at(number), static_cast<double>(number));
        const auto answer = store.commit({readings.batch, {}, "boot", {}});
        const auto* receipt = std::get_if<Receipt>(&answer);
        if (receipt == nullptr) return 1;
        std::printf("%llu\n", static_cast<unsigned long long>(receipt->lastSeq));
        std::fflush(stdout);
    }
}
