#include "app/wiring.h"

#include "app/instance_plans.h"
#include "app/parts.h"
#include "web/api/api_routes.h"

#include <random>

namespace historian::app {
namespace {

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

bool hasRoom(const Parts& parts)
{
    const StoreStatus status = parts.store.store().status();
    return status.quotaBytes == 0 || status.bytes - status.logBytes < status.quotaBytes;
}

std::vector<base::InstanceStatus> instancesOf(const Parts& parts)
{
    std::vector<base::InstanceStatus> all = parts.supervisor.statuses();
    for (base::InstanceStatus& one : all)
        if (one.kind == "input") one.lastData = parts.pipeline.lastData(one.name);
    all.insert(all.begin(), parts.store.status());
    return all;
}

web::api::ApiContext apiContextOf(Parts& parts)
{
    return {parts.store.store(),
            parts.symbols,
            parts.registry,
            parts.logbook,
            parts.feed,
            parts.clock,
            parts.catalog,
            parts.archive,
            parts.estimator,
            parts.plan.settings.site,
            HISTORIAN_VERSION,
            base::bootId(),
            parts.clock.now(),
            parts.plan.isDemo,
            parts.plan.banner,
            joined(parts.plan.settings.http.peers),
            [&parts] { return hasRoom(parts); },
            [&parts] { return parts.pipeline.status(); },
            [&parts] { return parts.pipeline.rejected(); },
            [&parts] { return instancesOf(parts); },
            [&parts] { return parts.server->figures(); },
            [&parts] { return parts.server->port(); },
            {},
            &parts.forwarders};
}

/// Without its page the daemon still records and answers.
web::StaticFiles pageOf(const Parts& parts)
{
    const std::filesystem::path& page = parts.plan.layout.page;
    std::error_code fault;
    if (std::filesystem::exists(page, fault)) return web::StaticFiles(page);
    parts.log.write(LogLevel::Warning, "web", "there is no page in " + page.string());
    return {};
}

void showSetupCode(Parts& parts)
{
    if (parts.plan.isDemo || parts.accounts.isSetUp()) return;
    if (const Result<std::string> code = parts.accounts.setupCode(false))
        parts.log.write(
            LogLevel::Info,
            "web",
            "to set the password from another machine, open the page there and give it this "
            "code: " +
                *code);
}

} // namespace

Parts::Parts(WiringPlan wiringPlan, const Log& daemonLog)
    : plan(std::move(wiringPlan)),
      log(daemonLog),
      clock(plan.settings.clockTrust),
      secrets(credentialsDirectory(), plan.settings.dataDirectory),
      profiles(
          config::loadDeviceProfiles(plan.layout.deviceProfiles, plan.layout.ownDeviceProfiles)),
      facts(plan.settings.site.id, profiles, symbols, &catalog),
      database(plan.settings.dataDirectory / "state.db"),
      logbook(database, clock),
      registry(database, logbook, clock, plan.settings.devices),
      accounts(database, logbook, clock),
      shelf(pluginDirectories(plan.settings, plan.layout)),
      store(storeSourceOf(*this), hostPartsOf(*this, plan.settings.store, noState), shelf),
      pipeline({store.store(),
                symbols,
                registry,
                logbook,
                profiles.profiles,
                feed,
                clock,
                base::bootId(),
                &retention}),
      forwarders({store.store(),
                  pipeline.records(),
                  clock,
                  symbols,
                  randomShare,
                  [this](std::string_view instance, base::Errand errand) {
                      return supervisor.run(instance, std::move(errand));
                  },
                  {},
                  &counters,
                  HISTORIAN_VERSION}),
      catalog(registry, profiles.profiles),
      archive(store.store()),
      totals(store.store(), symbols, catalog),
      counters(store.store(), clock, facts, symbols, totals),
      carry(store.store(), symbols, catalog, clock),
      carrying(forwarders, carry),
      estimator(plan.settings.carbon, archive, totals, catalog, symbols),
      context(apiContextOf(*this)),
      supervisor(shelf)
{
    web::api::ApiRoutes routes = web::api::makeApiRoutes(context);
    table.own().add("web", std::move(routes.guarded));
    table.own().addOpen("web", std::move(routes.open));
    table.own().addLive("web", std::move(routes.live));
    for (const auto* told : {&profiles.problems, &profiles.notes})
        for (const std::string& line : *told) log.write(LogLevel::Warning, "devices", line);
}

Wiring::Wiring(WiringPlan plan, const Log& log)
    : parts_(std::make_unique<Parts>(std::move(plan), log))
{
}

Wiring::~Wiring()
{
    stop();
}

void Wiring::start()
{
    Parts& parts = *parts_;
    const config::Settings& settings = parts.plan.settings;
    parts.retention.use(parts.carrying);
    parts.pipeline.start();
    for (const config::InstanceSettings& input : settings.inputs)
        parts.supervisor.add(planOf(parts, input));
    for (const config::InstanceSettings& output : settings.outputs)
        parts.supervisor.add(planOf(parts, output));
    parts.supervisor.start();
    parts.server.emplace(settings.http,
                         parts.table.take(),
                         pageOf(parts),
                         web::ServerParts{parts.accounts, parts.logbook, parts.clock});
    parts.server->start();
    showSetupCode(parts);
}

void Wiring::stop()
{
    if (parts_->server) parts_->server->stop();
    parts_->supervisor.stop();
    parts_->pipeline.stop();
    if (!hasAbandoned()) parts_->store.stop();
}

void Wiring::watch()
{
    parts_->supervisor.watch();
}

std::vector<Watchdog::Heartbeat> Wiring::heartbeats() const
{
    return {[this] { return parts_->pipeline.heartbeat(); },
            [this] { return parts_->server->heartbeat(); }};
}

std::uint16_t Wiring::port() const
{
    return parts_->server->port();
}

bool Wiring::hasAbandoned() const
{
    return parts_->supervisor.hasAbandoned();
}

} // namespace historian::app
