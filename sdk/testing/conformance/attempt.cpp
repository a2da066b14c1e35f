#include "attempt.h"

#include <filesystem>
#include <iterator>

namespace historian::conformance {

std::size_t threadCount()
{
    namespace fs = std::filesystem;
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator("/proc/self/task"), fs::directory_iterator()));
}

bool threadsAreBackTo(std::size_t before)
{
    // A joined thread stays listed for a moment.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(2);
    while (threadCount() > before) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

} // namespace historian::conformance
