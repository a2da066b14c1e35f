#pragma once

#include "app/process/layout.h"
#include "config/secrets.h"
#include "config/settings.h"
#include "host/instance.h"

#include <historian/host.h>

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace historian::app {

/// Where systemd put what it hands over ($CREDENTIALS_DIRECTORY); empty if nowhere.
std::filesystem::path credentialsDirectory();

/// Binds an instance's keys when its plugin's schema is known. The settings and the secrets outlive
/// what is returned; it throws ConfigError with every problem in one text.
host::Configure configureWith(const config::InstanceSettings& instance,
                              const config::SecretSource& secrets);

/// A plugin with a key `directory` keeps files: in the data directory, unless it is told otherwise.
void nameDirectory(config::InstanceSettings& instance,
                   std::span<const Key> keys,
                   const std::filesystem::path& data);

/// The problems of an instance in one text; empty if there are none.
std::string textOf(const std::vector<config::Problem>& problems);

/// Where plugins are looked for: packaged ones first, so that nobody replaces one unseen.
std::vector<std::filesystem::path> pluginDirectories(const config::Settings& settings,
                                                     const Layout& layout);

/// The state of an instance that has none: the store, and what is only tried out.
class ForgetfulState final : public InstanceState {
public:
    std::optional<std::string> get(std::string_view) const override { return std::nullopt; }

    void put(std::string_view, std::string_view) override {}
};

} // namespace historian::app
