#include "app/daemon.h"

#include "app/catalogue.h"
#include "app/check.h"
#include "app/demo/demo_input.h"
#include "app/instances.h"
#include "app/process/data_directory.h"
#include "app/process/layout.h"
#include "app/process/notifier.h"
#include "app/wiring.h"
#include "config/last_good.h"

#include <Poco/Exception.h>
#include <sys/stat.h>
#include <unistd.h>

#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace historian::app {
namespace {

constexpr const char* kDefaultConfig = "/etc/historian/historian.yaml";

std::string environment(const char* name)
{
    const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): nobody sets any
    return value == nullptr ? "" : value;
}

LogStyle logStyle()
{
    return ::isatty(STDERR_FILENO) != 0 ? LogStyle::Terminal : LogStyle::Journal;
}

std::optional<std::filesystem::path> configFile(const Options& options)
{
    if (options.config || options.isDemo) return options.config;
    std::error_code fault;
    if (std::filesystem::exists(kDefaultConfig, fault)) return kDefaultConfig;
    return std::nullopt;
}

/// The installation around this program, and what lies beside the configuration.
Layout layoutWith(const Options& options)
{
    Layout layout = layoutOf(thisProgram());
    if (options.config || !options.isDemo)
        layout.ownDeviceProfiles = ownDeviceProfiles(options.config.value_or(kDefaultConfig));
    return layout;
}

void print(const std::string& text)
{
    std::fputs(text.c_str(), stdout);
}

int check(const Options& options, const Layout& layout)
{
    const auto [problems, notes] = checkConfiguration(configFile(options), layout, options.data);
    for (const std::string& problem : problems) print(problem + "\n");
    for (const std::string& note : notes) print(note + "\n");
    if (problems.empty()) print("the configuration is good\n");
    return problems.empty() ? kExitStopped : kExitConfiguration;
}

int printSample(const Options& options, const host::PluginShelf& shelf)
{
    const Result<std::string> sample = sampleOf(shelf, options.samplePlugin);
    if (sample) {
        print(*sample);
        return kExitStopped;
    }
    std::fprintf(stderr, "historiand: %s\n", sample.error().message.c_str());
    return kExitUsage;
}

/// "ready: http://localhost:5000 (configuration FILE, data in DIR)"
std::string readyText(std::uint16_t port, const config::Settings& settings, const Options& options)
{
    const std::optional<std::filesystem::path> file = configFile(options);
    return "ready: http://localhost:" + std::to_string(port) + " (" +
           (file ? "configuration " + file->string() : "no configuration file, so defaults") +
           ", data in " + settings.dataDirectory.string() + ")";
}

/// Puts the command line over the file.
void applyOptions(config::Settings& settings, const Options& options)
{
    if (options.data) settings.dataDirectory = *options.data;
    if (options.port) settings.http.port = *options.port;
}

/// Simulated devices and nothing else, where nobody else can reach them.
void makeDemonstration(config::Settings& settings, const std::filesystem::path& directory)
{
    config::InstanceSettings input;
    input.name = kDemoInput;
    input.plugin = kDemoInput;
    settings.inputs = {input};
    settings.outputs.clear();
    settings.devices = demoDevices();
    settings.dataDirectory = directory;
    settings.http.address = "127.0.0.1";
    std::erase_if(settings.store.ownKeys.entries,
                  [](const config::Entry& entry) { return entry.key == "directory"; });
}

/// Once a second: overdue instances; and at half its time the watchdog.
class Ticker {
public:
    Ticker(Wiring& wiring, const Notifier& notifier)
        : wiring_(wiring),
          watchdog_(notifier, wiring.heartbeats()),
          interval_(
              watchdogInterval(std::getenv("WATCHDOG_USEC"))), // NOLINT(concurrency-mt-unsafe)
          thread_([this](const std::stop_token& stop) { run(stop); })
    {
    }

private:
    using Clock = std::chrono::steady_clock;

    void run(const std::stop_token& stop)
    {
        constexpr std::chrono::milliseconds second{1000};
        const std::chrono::milliseconds step = std::min(interval_.value_or(second), second);
        Clock::time_point due = Clock::now();
        while (!stop.stop_requested()) {
            wiring_.watch();
            if (interval_ && Clock::now() >= due) {
                watchdog_.feed();
                due += *interval_;
            }
            std::unique_lock lock(mutex_);
            stopped_.wait_for(lock, stop, step, [] { return false; });
        }
    }

    Wiring& wiring_;
    Watchdog watchdog_;
    std::optional<std::chrono::milliseconds> interval_;
    std::condition_variable_any stopped_;
    std::mutex mutex_;
    std::jthread thread_;
};

} // namespace

Daemon::Daemon(Options options) : options_(std::move(options)), log_(logStyle()) {}

void Daemon::prepareSignals()
{
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int number : {SIGINT, SIGTERM, SIGQUIT}) ::sigaddset(&signals, number);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    // A peer that went away and a full disk are answered where they are met.
    for (const int number : {SIGPIPE, SIGXFSZ}) ::signal(number, SIG_IGN);
}

int Daemon::main(const std::vector<std::string>&)
{
    ::umask(0077);
    const Layout layout = layoutWith(options_);
    const host::PluginShelf shelf(layout.pluginDirectories);
    if (options_.wantsHelp) return print(usageText()), kExitStopped;
    if (options_.wantsVersion) return print(versionText(shelf)), kExitStopped;
    if (!options_.samplePlugin.empty()) return printSample(options_, shelf);
    if (options_.isCheck) return check(options_, layout);
    try {
        return serve();
    } catch (const ConfigError& fault) {
        log_.write(LogLevel::Error, "historiand", fault.what());
        return kExitConfiguration;
    } catch (const Unavailable& fault) {
        log_.write(LogLevel::Error, "historiand", std::string("cannot start: ") + fault.what());
    } catch (const Poco::Exception& fault) {
        log_.write(LogLevel::Error, "historiand", "cannot start: " + fault.displayText());
    } catch (const std::exception& fault) {
        log_.write(LogLevel::Error, "historiand", std::string("cannot start: ") + fault.what());
    }
    return kExitFailed;
}

int Daemon::serve()
{
    const std::filesystem::path usual = options_.data.value_or(config::Settings{}.dataDirectory);
    config::Loaded loaded = config::loadSettings(configFile(options_), usual);
    for (const std::string& problem : loaded.problems)
        log_.write(LogLevel::Error, "config", problem);
    if (!loaded.isUsable) return kExitConfiguration;
    if (!loaded.banner.empty()) log_.write(LogLevel::Warning, "config", loaded.banner);

    auto demonstration = options_.isDemo ? std::make_unique<ThrowAwayDirectory>() : nullptr;
    applyOptions(loaded.settings, options_);
    if (demonstration) makeDemonstration(loaded.settings, demonstration->path());
    const DataDirectory data(loaded.settings.dataDirectory);
    const Notifier notifier(environment("NOTIFY_SOCKET"));

    auto wiring = std::make_unique<Wiring>(
        WiringPlan{loaded.settings, layoutWith(options_), loaded.banner, options_.isDemo}, log_);
    wiring->start();
    if (loaded.banner.empty() && !options_.isDemo &&
        !config::saveLastGood(data.path(), loaded.text))
        log_.write(LogLevel::Warning, "config", "the last good copy could not be written");
    log_.write(LogLevel::Info, "historiand", readyText(wiring->port(), loaded.settings, options_));
    {
        const Ticker ticker(*wiring, notifier);
        notifier.ready();
        waitForTerminationRequest();
        notifier.stopping();
    }
    wiring->stop();
    log_.write(LogLevel::Info, "historiand", "stopped");
    // A thread that a plugin kept may still use what it was given, so nothing is taken from it.
    if (wiring->hasAbandoned()) {
        demonstration.reset();
        std::_Exit(kExitStopped);
    }
    return kExitStopped;
}

} // namespace historian::app
