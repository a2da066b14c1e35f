#pragma once

#include "host/instance_host.h"
#include "host/plugin_shelf.h"

#include <historian/claims.h>
#include <historian/config.h>
#include <historian/config_faults.h>
#include <historian/host.h>
#include <historian/http.h>
#include <historian/input.h>
#include <historian/output.h>
#include <historian/store.h>

#include <functional>
#include <memory>
#include <span>
#include <string>

namespace historian::host {

/// Checks the configuration of an instance against its plugin's keys. Throws ConfigError.
using Configure = std::function<std::unique_ptr<Config>(std::span<const Key>)>;

/// Makes an input that is part of the daemon itself.
using MakeBuiltIn = std::function<std::unique_ptr<Input>(Host&)>;

/// Where an instance comes from.
struct InstanceSource {
    PluginKind kind = PluginKind::Input;
    std::string plugin;
    Configure configure;
    MakeBuiltIn builtIn;  ///< if set, no library is loaded
    bool isStore = false; ///< whether it stands under `store:`
};

/// One plugin object and its configuration. The shelf, which keeps the library, outlives it.
class Instance {
public:
    /// Loads the library and makes the object. Throws ConfigError (also for a refused library),
    /// Unavailable, or whatever the plugin throws: call it behind guard().
    Instance(const InstanceSource& source, const PluginShelf& shelf, InstanceHost& host);

    std::string_view version() const { return version_; }

    Input* input() const { return input_.get(); }

    Output* output() const { return output_.get(); }

    /// The optional faces of the object; nullptr where it has none.
    Routes* routes() const;
    Store* store() const;
    Claims* claims() const;
    ConfigFaults* configFaults() const;

private:
    std::string version_ = "built in";
    std::unique_ptr<Config> config_;
    std::unique_ptr<Input> input_;
    std::unique_ptr<Output> output_;
};

} // namespace historian::host
