#include "app/check.h"

#include "app/bridges/expected_readings.h"
#include "app/bridges/site_facts.h"
#include "app/claim_table.h"
#include "app/instances.h"
#include "app/profile_check.h"
#include "base/system_clock.h"
#include "config/device_profiles.h"
#include "config/last_good.h"
#include "config/secret_check.h"
#include "config/secrets.h"
#include "config/yaml/yaml_config.h"
#include "host/instance.h"
#include "host/instance_host.h"
#include "host/plugin_guard.h"
#include "web/route_table.h"
#include "web/wire/listener.h"

#include <algorithm>
#include <iterator>

namespace historian::app {
namespace {

constexpr const char* kHandedOver = "/etc/historian/credentials"; // to systemd, see its README

/// Tries the instances of a configuration without starting them.
class Rehearsal {
public:
    Rehearsal(const config::Settings& settings,
              const host::PluginShelf& shelf,
              const config::DeviceProfiles& profiles)
        : settings_(settings),
          shelf_(shelf),
          profiles_(profiles),
          facts_(settings.site.id, profiles, symbols_),
          secretCheck_({{credentialsDirectory(), kHandedOver}, settings.dataDirectory},
                       outcome_.notes)
    {
        claims_.add("the web server", {Claim::Kind::Port, std::to_string(settings.http.port), {}});
    }

    Checked outcome()
    {
        tryOut(settings_.store);
        for (const config::InstanceSettings& input : settings_.inputs) tryOut(input);
        for (const config::InstanceSettings& output : settings_.outputs) tryOut(output);
        return std::move(outcome_);
    }

private:
    void tryOut(const config::InstanceSettings& instance)
    {
        for (const config::Problem& problem : instance.problems) complain(problem.text());
        if (instance.plugin.empty()) return;
        const PluginKind kind =
            instance.role == config::Role::Input ? PluginKind::Input : PluginKind::Output;
        const Result<const host::PluginLibrary*> library = shelf_.load(kind, instance.plugin);
        if (!library) return complain(instance.place.text() + ": " + library.error().message);
        const std::span<const Key> keys = (*library)->entry().about.keys;
        std::vector<config::Problem> found;
        config::bindInstance(instance, keys, secretCheck_, found);
        for (const config::Problem& problem : found) complain(problem.text());
        if (!instance.problems.empty()) return;
        const auto bound = config::bindInstance(instance, keys, secrets_, found);
        if (!bound) return;
        tryObject(instance, kind, unreadSecrets(keys, *bound));
        if (instance.role == config::Role::Output) price(instance, (*library)->entry().about.cost);
    }

    /// The places of the secrets that could not be looked at.
    static std::vector<std::string> unreadSecrets(std::span<const Key> keys, const Config& bound)
    {
        std::vector<std::string> places;
        for (const Key& key : keys)
            if (key.type == KeyType::Secret && bound.text(key.name) == config::kUnreadSecret)
                places.push_back(bound.place(key.name) + ":");
        return places;
    }

    void complain(std::string problem) { outcome_.problems.push_back(std::move(problem)); }

    void price(const config::InstanceSettings& output, const DataCost& cost)
    {
        const auto data = base::dataADay(cost, expectedReadings(settings_, profiles_, output), {});
        if (data)
            outcome_.notes.push_back(output.name + ": data a day: " + base::textOf(*data));
        else if (cost.sentAReading > 0)
            outcome_.notes.push_back(output.name +
                                     ": data a day: not known yet: no device is named with an "
                                     "interval or a profile");
    }

    /// A handler is code of its library, which goes with the object.
    static std::vector<Route> withoutHandlers(std::vector<Route> routes)
    {
        for (Route& route : routes) route.handler = nullptr;
        return routes;
    }

    /// Only an object can say whether its keys go together and which paths it answers; it does
    /// nothing before start().
    void tryObject(const config::InstanceSettings& instance,
                   PluginKind kind,
                   const std::vector<std::string>& unread)
    {
        host::InstanceHost host({std::string(config::nameOf(instance.role)),
                                 instance.name,
                                 instance.plugin,
                                 symbols_,
                                 clock_,
                                 facts_,
                                 state_,
                                 {},
                                 [&](LogLevel level, std::string_view, std::string_view remark) {
                                     if (level != LogLevel::Warning) return;
                                     const std::string text(remark);
                                     outcome_.notes.push_back(placed(instance.place, text));
                                 }});
        const auto fault = host::guard([&] {
            const host::Instance object({kind,
                                         instance.plugin,
                                         configureWith(instance, secrets_),
                                         {},
                                         instance.role == config::Role::Store},
                                        shelf_,
                                        host);
            if (Routes* routes = object.routes())
                table_.add(instance.name, withoutHandlers(routes->routes()));
            if (Claims* claims = object.claims()) take(instance, claims->claims());
            if (ConfigFaults* faults = object.configFaults()) name(faults->configFaults(), unread);
        });
        if (fault) complain(placed(instance.place, fault->why));
    }

    /// A fault of a secret that nobody looked at is none.
    void name(const std::vector<std::string>& faults, const std::vector<std::string>& unread)
    {
        for (const std::string& fault : faults)
            if (std::ranges::none_of(unread, [&fault](const std::string& place) {
                    return fault.starts_with(place);
                }))
                complain(fault);
    }

    void take(const config::InstanceSettings& instance, const std::vector<Claim>& claims)
    {
        for (const Claim& claim : claims) {
            const std::string clash = claims_.add(instance.name, claim);
            if (clash.empty()) continue;
            std::vector<std::string>& said =
                claim.kind == Claim::Kind::Remote ? outcome_.notes : outcome_.problems;
            said.push_back(placed(instance.place, claim.place + ": " + clash));
        }
    }

    /// A plugin's complaint begins with the place of the key; one that has none gets the
    /// instance's.
    static std::string placed(const config::Place& place, const std::string& why)
    {
        return why.starts_with(place.file + ":") ? why : place.text() + ": " + why;
    }

    const config::Settings& settings_;
    const host::PluginShelf& shelf_;
    const config::DeviceProfiles& profiles_;
    base::SymbolTable symbols_;
    ConfiguredSite facts_;
    base::SystemClock clock_{base::ClockTrust::Auto};
    ForgetfulState state_;
    web::RouteTable table_;
    ClaimTable claims_;
    Checked outcome_;
    config::SecretCheck secretCheck_; ///< adds to the outcome
    config::SeenSecrets secrets_{secretCheck_};
};

/// A plugin may have said already that one of its units has no such profile.
void addUnknownProfiles(const config::Node& root,
                        const config::DeviceProfiles& profiles,
                        std::vector<std::string>& problems)
{
    for (const config::Problem& unknown : unknownProfiles(root, profiles))
        if (std::ranges::none_of(problems, [&unknown](const std::string& problem) {
                return problem.starts_with(unknown.place.text() + ":");
            }))
            problems.push_back(unknown.text());
}

} // namespace

Checked checkConfiguration(const std::optional<std::filesystem::path>& file,
                           const Layout& layout,
                           const std::optional<std::filesystem::path>& data)
{
    config::Loaded loaded = config::checkSettings(file);
    if (!loaded.isUsable) return {loaded.problems, {}};
    if (data) loaded.settings.dataDirectory = *data;
    const config::DeviceProfiles profiles =
        config::loadDeviceProfiles(layout.deviceProfiles, layout.ownDeviceProfiles);
    const host::PluginShelf shelf(pluginDirectories(loaded.settings, layout));
    Checked checked = Rehearsal(loaded.settings, shelf, profiles).outcome();
    std::vector<std::string>& problems = checked.problems;
    const auto tls = host::guard([&] { web::checkTls(loaded.settings.http); });
    if (tls) problems.push_back(tls->why);
    std::ranges::copy(profiles.problems, std::back_inserter(problems));
    std::ranges::copy(profiles.notes, std::back_inserter(checked.notes));
    std::ranges::copy(sectionProblems(profiles, shelf), std::back_inserter(problems));
    if (file) addUnknownProfiles(config::parseYaml(loaded.text, *file), profiles, problems);
    return checked;
}

} // namespace historian::app
