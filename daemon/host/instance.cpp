#include "host/instance.h"

namespace historian::host {

namespace {

/// There is one store, at its own place in the configuration; a second one would write elsewhere.
void refuseWrongPlace(const InstanceSource& source, bool keepsReadings)
{
    if (source.isStore == keepsReadings) return;
    const std::string plugin = "plugin output-" + source.plugin;
    throw ConfigError(keepsReadings ? plugin + " keeps the history: write it under 'store:'"
                                    : plugin + " cannot be the store: it keeps nothing");
}

} // namespace

Instance::Instance(const InstanceSource& source, const PluginShelf& shelf, InstanceHost& host)
{
    if (source.builtIn) {
        input_ = source.builtIn(host);
        return;
    }
    const Result<const PluginLibrary*> library = shelf.load(source.kind, source.plugin);
    if (!library) throw ConfigError(library.error().message);
    const PluginEntry& entry = (*library)->entry();
    version_ = entry.about.version;
    config_ = source.configure(entry.about.keys);
    host.setProfileKeys(entry.about.profileKeys);
    if (source.kind == PluginKind::Input)
        input_ = entry.makeInput(host, *config_);
    else
        output_ = entry.makeOutput(host, *config_);
    refuseWrongPlace(source, store() != nullptr);
}

Routes* Instance::routes() const
{
    if (auto* routes = dynamic_cast<Routes*>(input_.get())) return routes;
    return dynamic_cast<Routes*>(output_.get());
}

Claims* Instance::claims() const
{
    if (auto* claims = dynamic_cast<Claims*>(input_.get())) return claims;
    return dynamic_cast<Claims*>(output_.get());
}

ConfigFaults* Instance::configFaults() const
{
    if (auto* faults = dynamic_cast<ConfigFaults*>(input_.get())) return faults;
    return dynamic_cast<ConfigFaults*>(output_.get());
}

Store* Instance::store() const
{
    return dynamic_cast<Store*>(output_.get());
}

} // namespace historian::host
