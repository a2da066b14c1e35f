#include "bare_server.h"
#include "load_run.h"
#include "options.h"

#include <Poco/Exception.h>

#include <csignal>
#include <cstdio>

namespace historian::load {
namespace {

/// Answers until SIGTERM or SIGINT; the first line says the port.
void serveBare(std::uint16_t port)
{
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    const BareServer server(port);
    std::printf("port %u\n", unsigned{server.port()});
    std::fflush(stdout);
    int signal = 0;
    sigwait(&ends, &signal);
}

int run(int count, const char* const* texts)
{
    const Options options = readOptions(count, texts);
    if (options.isServingBare) {
        serveBare(options.port);
        return 0;
    }
    Report report = LoadRun(options).run();
    std::printf("%s\n", report.text().c_str());
    return report.refused + report.broken == 0 ? 0 : 1;
}

} // namespace
} // namespace historian::load

int main(int count, char** texts)
{
    try {
        return historian::load::run(count, texts);
    } catch (const Poco::Exception& fault) {
        std::fprintf(stderr, "historian-load: %s\n", fault.displayText().c_str());
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "historian-load: %s\n", fault.what());
    }
    return 2;
}
