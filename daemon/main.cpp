#include "app/daemon.h"
#include "app/process/heap.h"

#include <cstdio>
#include <span>

int main(int argc, char** argv)
{
    historian::app::keepHeapSmall();
    historian::app::Options options;
    try {
        options =
            historian::app::readOptions(std::span(argv, static_cast<std::size_t>(argc)).subspan(1));
    } catch (const historian::app::UsageError& fault) {
        std::fprintf(stderr, "historiand: %s (see historiand --help)\n", fault.what());
        return historian::app::kExitUsage;
    }
    historian::app::Daemon::prepareSignals();
    historian::app::Daemon daemon(options);
    return daemon.run(1, argv);
}
