#pragma once

#include <historian/error.h>

#include <optional>
#include <string>

namespace historian::host {

/// How a call into a plugin ended badly.
struct PluginFault {
    enum class Kind {
        Config,      ///< ConfigError: trying again is no use
        Unavailable, ///< Unavailable: not now
        Thrown,      ///< anything else: a fault of the plugin
    };
    Kind kind = Kind::Thrown;
    std::string why;
};

/// The barrier round every call into a plugin: whatever it throws becomes a value. This is the one
/// place that catches everything, because the code behind it is a stranger's.
template <typename Call>
[[nodiscard]] std::optional<PluginFault> guard(Call&& call)
{
    using Kind = PluginFault::Kind;
    try {
        std::forward<Call>(call)();
        return std::nullopt;
    } catch (const ConfigError& fault) {
        return PluginFault{Kind::Config, fault.what()};
    } catch (const Unavailable& fault) {
        return PluginFault{Kind::Unavailable, fault.what()};
    } catch (const std::exception& fault) {
        return PluginFault{Kind::Thrown, std::string("threw: ") + fault.what()};
    } catch (...) {
        return PluginFault{Kind::Thrown, "threw something that is no std::exception"};
    }
}

} // namespace historian::host
