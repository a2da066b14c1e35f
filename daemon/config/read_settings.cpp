#include "base/symbol_table.h"
#include "config/named_devices.h"
#include "config/scalars.h"
#include "config/schema.h"
#include "config/secrets.h"
#include "config/settings.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <filesystem>

namespace historian::config {
namespace {

constexpr std::array<std::string_view, 3> kInstanceSections{"inputs", "store", "outputs"};

/// A Map with those entries of another whose key is (or is not) among `keys`.
Node filtered(const Node& map, std::span<const Key> keys, bool isKept)
{
    Node result{map.kind, map.place, map.scalar, map.items, {}};
    for (const Entry& entry : map.entries)
        if ((std::ranges::find(keys, entry.key, &Key::name) != keys.end()) == isKept)
            result.entries.push_back(entry);
    return result;
}

/// The document without the instances, which have their own rules.
Node withoutInstances(const Node& root)
{
    Node result = root;
    std::erase_if(result.entries, [](const Entry& entry) {
        return std::ranges::find(kInstanceSections, entry.key) != kInstanceSections.end();
    });
    return result;
}

bool isInstanceName(std::string_view name)
{
    return base::isName(NameKind::Device, name) && name.find(':') == std::string_view::npos;
}

std::optional<double> optionalNumber(const BoundConfig& map, std::string_view key)
{
    return map.isWritten(key) ? std::optional(map.number(key)) : std::nullopt;
}

bool isTimezone(std::string_view name)
{
    const std::filesystem::path root = "/usr/share/zoneinfo";
    if (!std::filesystem::exists(root)) return true;
    return !name.empty() && name.find("..") == std::string_view::npos && !name.starts_with('/') &&
           std::filesystem::is_regular_file(root / name);
}

bool isCountry(std::string_view text)
{
    return text.empty() || (text.size() == 2 &&
                            std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; }));
}

base::SiteSettings readSite(const BoundConfig& map, std::vector<Problem>& problems)
{
    base::SiteSettings site{std::string(map.text("id")),
                            std::string(map.text("name")),
                            std::string(map.text("timezone")),
                            std::string(map.text("country")),
                            optionalNumber(map, "capacity_kw")};
    if (!base::isName(NameKind::Device, site.id))
        problems.push_back({map.placeOf("id"), "'site': '" + site.id + "' cannot name a site"});
    if (!isTimezone(site.timezone))
        problems.push_back({map.placeOf("timezone"),
                            "'site': timezone '" + site.timezone +
                                "' is not known here; write it as Africa/Casablanca"});
    if (!isCountry(site.country))
        problems.push_back(
            {map.placeOf("country"), "'site': country must be two capital letters, as MA"});
    return site;
}

base::HttpSettings readHttp(const BoundConfig& map, std::vector<Problem>& problems)
{
    base::HttpSettings http;
    http.address = map.text("address");
    http.port = static_cast<std::uint16_t>(map.integer("port"));
    http.peers = map.texts("peers");
    http.names = map.texts("names");
    http.guest = map.text("guest") == "read" ? base::Guest::Read : base::Guest::None;
    http.certificate = map.map("tls").text("cert");
    http.key = map.map("tls").text("key");
    http.cors = map.texts("cors");
    if (http.certificate.empty() != http.key.empty())
        problems.push_back({map.placeOf("tls"), "'http': tls needs both cert and key, or neither"});
    return http;
}

base::ClockTrust readTrust(std::string_view text)
{
    if (text == "always") return base::ClockTrust::Always;
    return text == "never" ? base::ClockTrust::Never : base::ClockTrust::Auto;
}

base::DeviceSettings readDevice(const Config& map)
{
    base::DeviceSettings device;
    device.id = map.text("id");
    device.profile = map.text("profile");
    if (map.isWritten("rated_kw")) device.ratedKw = map.number("rated_kw");
    if (map.isWritten("expected_interval"))
        device.expectedInterval = map.duration("expected_interval");
    device.serial = map.text("serial");
    device.address = map.text("address");
    return device;
}

std::vector<base::DeviceSettings>
readDevices(const Node& root, const BoundConfig& map, std::vector<Problem>& problems)
{
    std::vector<base::DeviceSettings> devices;
    const std::vector<const Config*> maps = map.maps("devices");
    for (std::size_t i = 0; i < maps.size(); ++i) {
        const Node& written = root.find("devices")->items[i];
        const Place& place = written.place;
        if (auto problem = idProblem(written.find("id"), "'devices': 'id'"))
            problems.push_back(*std::move(problem));
        base::DeviceSettings device = readDevice(*maps[i]);
        if (!base::isName(NameKind::Device, device.id))
            problems.push_back({place, "'devices': '" + device.id + "' cannot name a device"});
        else if (std::ranges::find(devices, device.id, &base::DeviceSettings::id) != devices.end())
            problems.push_back({place, "'devices': '" + device.id + "' is there twice"});
        devices.push_back(std::move(device));
    }
    if (devices.size() > base::kDevicesMax)
        problems.push_back({map.placeOf("devices"), "'devices': more than 256"});
    return devices;
}

base::CarbonSettings readCarbon(const BoundConfig& map, std::vector<Problem>& problems)
{
    const BoundConfig& estimate = map.map("estimate");
    for (const std::string_view key : {"factor", "export_factor", "sourced_factor"}) {
        const std::string_view text = estimate.text(key);
        if (!parseNumber(text) || text.find_first_not_of("0123456789.") != std::string_view::npos)
            problems.push_back(
                {estimate.placeOf(key),
                 "'carbon': '" + std::string(key) + "' must be a decimal number, as 0.660"});
    }
    base::CarbonSettings carbon;
    carbon.exportEfficiency = estimate.text("export_factor");
    carbon.predecessorFactor = estimate.text("factor");
    carbon.sourcedFactor = estimate.text("sourced_factor");
    carbon.sourcedFactorSource = estimate.text("source");
    return carbon;
}

InstanceSettings readInstance(Role role, const Node& node, const std::string& subject)
{
    InstanceSettings instance;
    instance.role = role;
    instance.place = node.place;
    instance.ownKeys = filtered(node, commonKeys(role), false);
    const UnresolvedSecrets secrets;
    const BoundConfig map(commonKeys(role),
                          filtered(node, commonKeys(role), true),
                          Binding{secrets, subject},
                          instance.problems);
    if (node.kind != Node::Kind::Map) return instance;
    instance.plugin = map.text("plugin");
    instance.name = map.text(map.isWritten("name") ? "name" : "plugin");
    if (role == Role::Input)
        instance.acceptsUnknownDevices = map.text("unknown_devices") != "reject";
    if (role != Role::Output) return instance;
    if (map.isWritten("required")) instance.isRequired = map.boolean("required");
    instance.start = map.text("start");
    instance.resolution = map.text("resolution");
    instance.rateMax = map.number("rate_max");
    instance.bytesPerDayMax = static_cast<std::uint64_t>(map.integer("bytes_per_day_max"));
    return instance;
}

/// Gives every instance a good name of its own, so that it can be shown whatever is wrong with it.
void nameInstance(InstanceSettings& instance, std::size_t index, std::vector<std::string>& taken)
{
    const std::string written = instance.name;
    if (isInstanceName(written) && std::ranges::find(taken, written) == taken.end()) {
        taken.push_back(written);
        return;
    }
    if (instance.problems.empty())
        instance.problems.push_back(
            {instance.place,
             isInstanceName(written)
                 ? "the name '" + written +
                       "' is taken by another instance; give it a 'name' of its own"
                 : "'" + written + "' cannot name an instance"});
    instance.name = std::string(nameOf(instance.role)) + "-" + std::to_string(index + 1);
    taken.push_back(instance.name);
}

InstanceSettings defaultInstance(Role role, const Node& root, std::string plugin)
{
    InstanceSettings instance;
    instance.role = role;
    instance.name = plugin;
    instance.plugin = std::move(plugin);
    instance.place = root.place;
    instance.ownKeys = Node{Node::Kind::Map, root.place, {}, {}, {}};
    return instance;
}

std::vector<InstanceSettings>
readInstances(Role role, const Node& root, std::string_view section, std::vector<Problem>& problems)
{
    std::vector<InstanceSettings> instances;
    const Node* list = root.find(section);
    if (list == nullptr || list->kind == Node::Kind::Null) return instances;
    if (list->kind != Node::Kind::List) {
        problems.push_back({list->place,
                            "'" + std::string(section) + "' must be a list, but is " +
                                std::string(nameOf(list->kind))});
        return instances;
    }
    for (std::size_t i = 0; i < list->items.size(); ++i) {
        const Node& item = list->items[i];
        const Node* name = item.find("name");
        const std::string label =
            name != nullptr && name->kind == Node::Kind::Scalar ? name->scalar : std::to_string(i);
        instances.push_back(readInstance(role, item, std::string(section) + "[" + label + "]"));
    }
    return instances;
}

void readAllInstances(const Node& root, Settings& settings, std::vector<Problem>& problems)
{
    settings.inputs = readInstances(Role::Input, root, "inputs", problems);
    if (root.find("inputs") == nullptr)
        settings.inputs.push_back(defaultInstance(Role::Input, root, "http"));
    const Node* store = root.find("store");
    settings.store = store != nullptr && store->kind != Node::Kind::Null
                         ? readInstance(Role::Store, *store, "store")
                         : defaultInstance(Role::Store, root, "sqlite");
    settings.outputs = readInstances(Role::Output, root, "outputs", problems);

    std::vector<std::string> taken;
    nameInstance(settings.store, 0, taken);
    for (std::size_t i = 0; i < settings.inputs.size(); ++i)
        nameInstance(settings.inputs[i], i, taken);
    for (std::size_t i = 0; i < settings.outputs.size(); ++i)
        nameInstance(settings.outputs[i], i, taken);
    // Without a store there is nothing to run, so its faults are the daemon's.
    problems.insert(problems.end(), settings.store.problems.begin(), settings.store.problems.end());
}

} // namespace

std::string_view nameOf(Role role)
{
    switch (role) {
    case Role::Input: return "input";
    case Role::Store: return "store";
    case Role::Output: return "output";
    }
    return "input";
}

Settings readSettings(const Node& root, std::vector<Problem>& problems)
{
    const UnresolvedSecrets secrets;
    const Binding binding{secrets, "", {kInstanceSections.begin(), kInstanceSections.end()}};
    const BoundConfig daemon(daemonKeys(), withoutInstances(root), binding, problems);
    Settings settings;
    if (!problems.empty()) return settings;

    settings.site = readSite(daemon.map("site"), problems);
    settings.http = readHttp(daemon.map("http"), problems);
    settings.dataDirectory = daemon.map("data").text("directory");
    settings.clockTrust = readTrust(daemon.map("clock").text("trust"));
    settings.devices = readDevices(root, daemon, problems);
    for (const std::string& directory : daemon.map("plugins").texts("directories"))
        settings.pluginDirectories.emplace_back(directory);
    settings.carbon = readCarbon(daemon.map("carbon"), problems);
    readAllInstances(root, settings, problems);
    addNamedDevices(settings);
    return settings;
}

std::unique_ptr<BoundConfig> bindInstance(const InstanceSettings& instance,
                                          std::span<const Key> keys,
                                          const SecretSource& secrets,
                                          std::vector<Problem>& problems)
{
    std::vector<std::string_view> common;
    for (const Key& key : commonKeys(instance.role)) common.push_back(key.name);
    const std::string subject = instance.role == Role::Store ? "store"
                                                             : std::string(nameOf(instance.role)) +
                                                                   "s[" + instance.name + "]";
    const std::size_t before = problems.size();
    auto bound = std::make_unique<BoundConfig>(
        keys, instance.ownKeys, Binding{secrets, subject, common}, problems);
    return problems.size() == before ? std::move(bound) : nullptr;
}

} // namespace historian::config
