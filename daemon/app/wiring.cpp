#include "app/wiring.h"

#include "app/bridges/carrying_retention.h"
#include "app/bridges/counter_books.h"
#include "app/bridges/device_gate.h"
#include "app/bridges/expected_readings.h"
#include "app/bridges/late_retention.h"
#include "app/bridges/open_table.h"
#include "app/bridges/site_facts.h"
#include "app/demo/demo_input.h"
#include "app/instances.h"
#include "base/live_feed.h"
#include "base/symbol_table.h"
#include "base/system_clock.h"
#include "carbon/estimate.h"
#include "config/device_profiles.h"
#include "forward/forwarders.h"
#include "history/archive.h"
#include "history/series_catalog.h"
#include "host/store_seat.h"
#include "host/supervisor.h"
#include "pipeline/pipeline.h"
#include "state/accounts.h"
#include "state/database.h"
#include "state/logbook.h"
#include "state/registry.h"
#include "web/api/api_routes.h"
#include "web/server.h"

#include <cstdlib>
#include <deque>
#include <optional>
#include <random>

namespace historian::app {
namespace {

std::filesystem::path credentialsDirectory()
{
    const char* value = std::getenv("CREDENTIALS_DIRECTORY"); // NOLINT(concurrency-mt-unsafe)
    return value == nullptr ? "" : value;
}

std::string joined(const std::vector<std::string>& texts)
{
    std::string all;
    for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
    return all;
}

/// Spreads gateways apart. Each output asks on its own thread.
double randomShare()
{
    std::random_device source; // no state of ours to share
    return std::uniform_real_distribution<double>(0, 1)(source);
}

} // namespace

class Wiring::Parts {
public:
    Parts(WiringPlan plan, const Log& log)
        : plan_(std::move(plan)),
          log_(log),
          clock_(plan_.settings.clockTrust),
          secrets_(credentialsDirectory(), plan_.settings.dataDirectory / "credentials"),
          profiles_(config::loadDeviceProfiles(plan_.layout.deviceProfiles)),
          facts_(plan_.settings.site.id, profiles_, symbols_, &catalog_),
          database_(plan_.settings.dataDirectory / "state.db"),
          logbook_(database_, clock_),
          registry_(database_, logbook_, clock_, plan_.settings.devices),
          accounts_(database_, logbook_, clock_),
          shelf_(pluginDirectories(plan_.settings, plan_.layout)),
          store_(storeSource(), hostParts(plan_.settings.store, noState_), shelf_),
          pipeline_({store_.store(),
                     symbols_,
                     registry_,
                     logbook_,
                     profiles_.profiles,
                     feed_,
                     clock_,
                     base::bootId(),
                     &retention_}),
          forwarders_({store_.store(),
                       pipeline_.records(),
                       clock_,
                       symbols_,
                       randomShare,
                       [this](std::string_view instance, base::Errand errand) {
                           return supervisor_.run(instance, std::move(errand));
                       },
                       {},
                       &counters_,
                       HISTORIAN_VERSION}),
          catalog_(registry_, profiles_.profiles),
          archive_(store_.store()),
          totals_(store_.store(), symbols_, catalog_),
          counters_(store_.store(), clock_, facts_, symbols_, totals_),
          carry_(store_.store(), symbols_, catalog_, clock_),
          carrying_(forwarders_, carry_),
          estimator_(plan_.settings.carbon, archive_, totals_, catalog_, symbols_),
          context_(apiContext()),
          supervisor_(shelf_)
    {
        web::api::ApiRoutes routes = web::api::makeApiRoutes(context_);
        table_.own().add("web", std::move(routes.guarded));
        table_.own().addOpen("web", std::move(routes.open));
        table_.own().addLive("web", std::move(routes.live));
        for (const std::string& problem : profiles_.problems) warn("devices", problem);
    }

    ~Parts() { stop(); }

    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    void start()
    {
        retention_.use(carrying_);
        pipeline_.start();
        for (const config::InstanceSettings& input : plan_.settings.inputs)
            supervisor_.add(planOf(input));
        for (const config::InstanceSettings& output : plan_.settings.outputs)
            supervisor_.add(planOf(output));
        supervisor_.start();
        server_.emplace(plan_.settings.http,
                        table_.take(),
                        page(),
                        web::ServerParts{accounts_, logbook_, clock_});
        server_->start();
        showSetupCode();
    }

    void stop()
    {
        if (server_) server_->stop();
        supervisor_.stop();
        pipeline_.stop();
        if (!supervisor_.hasAbandoned()) return store_.stop();
    }

    void watch() { supervisor_.watch(); }

    std::vector<Watchdog::Heartbeat> heartbeats() const
    {
        return {[this] { return pipeline_.heartbeat(); }, [this] { return server_->heartbeat(); }};
    }

    std::uint16_t port() const { return server_->port(); }

    bool hasAbandoned() const { return supervisor_.hasAbandoned(); }

private:
    void warn(std::string_view subject, const std::string& message) const
    {
        log_.write(LogLevel::Warning, subject, message);
    }

    host::HostParts hostParts(const config::InstanceSettings& instance, InstanceState& state)
    {
        return {std::string(config::nameOf(instance.role)),
                instance.name,
                instance.plugin,
                symbols_,
                clock_,
                facts_,
                state,
                {},
                [this](LogLevel level, std::string_view subject, std::string_view message) {
                    log_.write(level, subject, message);
                }};
    }

    web::api::ApiContext apiContext()
    {
        return {store_.store(),
                symbols_,
                registry_,
                logbook_,
                feed_,
                clock_,
                catalog_,
                archive_,
                estimator_,
                plan_.settings.site,
                HISTORIAN_VERSION,
                base::bootId(),
                clock_.now(),
                plan_.isDemo,
                plan_.banner,
                joined(plan_.settings.http.peers),
                [this] { return hasRoom(); },
                [this] { return pipeline_.status(); },
                [this] { return pipeline_.rejected(); },
                [this] { return instances(); },
                [this] { return server_->figures(); },
                [this] { return server_->port(); },
                {},
                &forwarders_};
    }

    /// Without its page the daemon still records and answers.
    web::StaticFiles page() const
    {
        std::error_code fault;
        if (std::filesystem::exists(plan_.layout.page, fault))
            return web::StaticFiles(plan_.layout.page);
        warn("web", "there is no page in " + plan_.layout.page.string());
        return {};
    }

    bool hasRoom() const
    {
        const StoreStatus status = store_.store().status();
        return status.quotaBytes == 0 || status.bytes - status.logBytes < status.quotaBytes;
    }

    std::vector<base::InstanceStatus> instances() const
    {
        std::vector<base::InstanceStatus> all = supervisor_.statuses();
        for (base::InstanceStatus& one : all)
            if (one.kind == "input") one.lastData = pipeline_.lastData(one.name);
        all.insert(all.begin(), store_.status());
        return all;
    }

    host::InstanceSource storeSource()
    {
        config::InstanceSettings& store = plan_.settings.store;
        const host::Configure configure = configureWith(store, secrets_);
        return {PluginKind::Output,
                store.plugin,
                [this, &store, configure](std::span<const Key> keys) {
                    nameDirectory(store, keys, plan_.settings.dataDirectory);
                    return configure(keys);
                },
                {}};
    }

    host::InstancePlan planOf(const config::InstanceSettings& instance)
    {
        host::InstancePlan plan{
            {}, hostParts(instance, pipeline_.stateOf(instance.name)), {}, nullptr, {}};
        plan.fault = textOf(instance.problems);
        plan.source = {instance.role == config::Role::Input ? PluginKind::Input
                                                            : PluginKind::Output,
                       instance.plugin,
                       configureWith(instance, secrets_),
                       {}};
        plan.publish = [this](const std::string& name, std::vector<Route> routes) {
            table_.add(name, std::move(routes));
        };
        if (instance.role != config::Role::Input) {
            plan.feed = feedOf(instance, plan.fault);
            return plan;
        }
        if (plan_.isDemo && instance.plugin == kDemoInput)
            plan.source.builtIn = [](Host& host) { return std::make_unique<DemoInput>(host); };
        plan.sink = &pipeline_.makeSink(instance.name, instance.acceptsUnknownDevices);
        plan.host.gate = [&gate = gates_.emplace_back(registry_, instance.acceptsUnknownDevices)](
                             std::string_view id) { return gate.refusal(id); };
        return plan;
    }

    /// A destination whose plugin cannot be asked whether it is required is, as long as the
    /// operator says nothing: readings that are purged never come back.
    base::Feed* feedOf(const config::InstanceSettings& output, std::string& fault)
    {
        const Result<forward::Start> start = forward::startOf(output.start);
        if (!start && fault.empty()) fault = output.place.text() + ": " + start.error().message;
        const auto library = shelf_.load(PluginKind::Output, output.plugin);
        const bool isRequired =
            output.isRequired.value_or(!library || (*library)->entry().about.isRequired);
        return &forwarders_.add({output.name,
                                 output.plugin,
                                 isRequired,
                                 start ? *start : forward::Start{},
                                 forward::windowOf(output.resolution),
                                 output.rateMax,
                                 output.bytesPerDayMax,
                                 library ? fault : troubleOf(isRequired, library.error()),
                                 library ? (*library)->entry().about.cost : DataCost{},
                                 expectedReadings(plan_.settings, profiles_, output)});
    }

    static std::string troubleOf(bool isRequired, const Error& error)
    {
        return "its plugin cannot be loaded" +
               std::string(isRequired
                               ? ", and nothing is purged before it has it; 'required: false' "
                                 "lets it go: "
                               : ": ") +
               error.message;
    }

    void showSetupCode()
    {
        if (plan_.isDemo || accounts_.isSetUp()) return;
        if (const Result<std::string> code = accounts_.setupCode(false))
            log_.write(
                LogLevel::Info,
                "web",
                "to set the password from another machine, open the page there and give it this "
                "code: " +
                    *code);
    }

    WiringPlan plan_;
    const Log& log_;
    base::SystemClock clock_;
    config::SystemSecrets secrets_;
    config::DeviceProfiles profiles_;
    base::SymbolTable symbols_;
    ConfiguredSite facts_;
    base::LiveFeed feed_;
    ForgetfulState noState_;
    state::Database database_;
    state::Logbook logbook_;
    state::Registry registry_;
    state::Accounts accounts_;
    std::deque<DeviceGate> gates_;
    host::PluginShelf shelf_;
    host::StoreSeat store_;
    LateRetention retention_; // the pipeline and the forwarders need each other
    pipeline::Pipeline pipeline_;
    forward::Forwarders forwarders_;
    history::SeriesCatalog catalog_;
    history::Archive archive_;
    history::CounterTotals totals_;
    HistoryCounters counters_;
    history::CounterCarry carry_;
    CarryingRetention carrying_;
    carbon::Estimator estimator_;
    web::api::ApiContext context_;
    host::Supervisor supervisor_;
    OpenTable table_; // handlers are code of the supervisor's libraries: they go first
    std::optional<web::Server> server_;
};

Wiring::Wiring(WiringPlan plan, const Log& log)
    : parts_(std::make_unique<Parts>(std::move(plan), log))
{
}

Wiring::~Wiring() = default;

void Wiring::start()
{
    parts_->start();
}

void Wiring::stop()
{
    parts_->stop();
}

void Wiring::watch()
{
    parts_->watch();
}

std::vector<Watchdog::Heartbeat> Wiring::heartbeats() const
{
    return parts_->heartbeats();
}

std::uint16_t Wiring::port() const
{
    return parts_->port();
}

bool Wiring::hasAbandoned() const
{
    return parts_->hasAbandoned();
}

} // namespace historian::app
