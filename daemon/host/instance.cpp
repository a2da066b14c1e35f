#include "host/instance.h"

#include "host/plugin_guard.h"

namespace historian::host {
namespace {

/// An exception of a plugin holds code of its library, so it must be gone before the library is; what
/// goes on is one of our own.
[[noreturn]] void throwAsOurs(const PluginFault& fault)
{
    if (fault.kind == PluginFault::Kind::Config) throw ConfigError(fault.why);
    throw Unavailable(fault.why);
}

} // namespace

Instance::Instance(const InstanceSource& source, const PluginShelf& shelf, Host& host)
{
    if (source.builtIn) {
        input_ = source.builtIn(host);
        return;
    }
    Result<PluginLibrary> library = shelf.load(source.kind, source.plugin);
    if (!library) throw ConfigError(library.error().message);
    library_.emplace(*std::move(library));
    const PluginEntry& entry = library_->entry();
    config_ = source.configure(entry.about.keys);
    const std::optional<PluginFault> fault = guard([&] {
        if (source.kind == PluginKind::Input)
            input_ = entry.makeInput(host, *config_);
        else
            output_ = entry.makeOutput(host, *config_);
    });
    if (fault) throwAsOurs(*fault);
}

std::string_view Instance::version() const
{
    return library_ ? library_->entry().about.version : "built in";
}

Routes* Instance::routes() const
{
    if (auto* routes = dynamic_cast<Routes*>(input_.get())) return routes;
    return dynamic_cast<Routes*>(output_.get());
}

Store* Instance::store() const
{
    return dynamic_cast<Store*>(output_.get());
}

} // namespace historian::host
