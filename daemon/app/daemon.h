#pragma once

#include "app/process/log.h"
#include "app/process/options.h"

#include <Poco/Util/ServerApplication.h>

namespace historian::app {

/// The process: signals, systemd, exit codes. What it runs is in wiring.h.
/// Threads: run() on the main thread; one more watches over instances and the watchdog.
class Daemon : public Poco::Util::ServerApplication {
public:
    explicit Daemon(Options options);

    /// Blocks the signals that end the daemon, so that every thread made later leaves them to the
    /// main thread, and ignores those that would end it by accident.
    static void prepareSignals();

protected:
    int main(const std::vector<std::string>& arguments) override;

private:
    int serve();

    Options options_;
    Log log_;
};

} // namespace historian::app
