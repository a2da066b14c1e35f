#pragma once

#include "base/device_profile.h"
#include "base/settings.h"
#include "config/bound_config.h"
#include "config/node.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace historian::config {

enum class Role : std::uint8_t { Input, Store, Output };

/// "input", "store", "output"
std::string_view nameOf(Role role);

/// One entry of `inputs` or `outputs`, or `store`. Its own keys are checked later, against the
/// schema of its plugin (bindInstance).
struct InstanceSettings {
    Role role = Role::Input;
    std::string name;
    std::string plugin;
    Place place;
    bool acceptsUnknownDevices = true; ///< inputs
    std::optional<bool> isRequired;    ///< outputs: holds purge; nothing: the plugin decides
    std::string start = "oldest";      ///< outputs: oldest, now or a date
    std::string resolution = "raw";    ///< outputs
    double rateMax = 0;                ///< outputs: readings a second; 0: no limit
    std::uint64_t bytesPerDayMax = 0;  ///< outputs: 0: no limit
    Node ownKeys;                      ///< a Map without the keys above
    std::vector<Problem> problems;     ///< with any of them this instance is disabled
};

/// A configuration file, understood.
struct Settings {
    base::SiteSettings site;
    base::HttpSettings http;
    std::filesystem::path dataDirectory = "/var/lib/historian";
    base::ClockTrust clockTrust = base::ClockTrust::Auto;
    std::vector<base::DeviceSettings> devices;
    std::vector<std::filesystem::path> pluginDirectories; ///< beside the packaged one
    std::vector<InstanceSettings> inputs;
    InstanceSettings store;
    std::vector<InstanceSettings> outputs;
    base::CarbonSettings carbon;
};

/// Understands a document; a Null one gives the defaults: HTTP input, SQLite store. What is wrong
/// with the daemon's own sections is added to `problems`, and then the settings must not be used;
/// what is wrong with one instance is kept with it. Threads: any.
Settings readSettings(const Node& root, std::vector<Problem>& problems);

/// The configuration of an instance, checked against its plugin's schema; nullptr with the
/// reasons in `problems`.
std::unique_ptr<BoundConfig> bindInstance(const InstanceSettings& instance,
                                          std::span<const Key> keys,
                                          const SecretSource& secrets,
                                          std::vector<Problem>& problems);

/// The keys that every instance of a role has, beside its plugin's own.
std::span<const Key> commonKeys(Role role);

} // namespace historian::config
