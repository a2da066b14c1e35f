#include "child/child_settings.h"

#include <historian/error.h>
#include <historian/files.h>

namespace historian::child {

ChildSettings readSettings(const Config& config)
{
    ChildSettings settings;
    settings.command = config.texts("command");
    if (settings.command.empty() || !settings.command[0].starts_with('/'))
        throw ConfigError(
            config.place("command") +
            ": command begins with an absolute path, for example [/usr/bin/python3, sensor.py]");
    requireProgram(config, "command", settings.command[0]);
    for (const std::string& text : config.texts("config")) {
        const std::size_t sign = text.find('=');
        if (sign == std::string::npos || sign == 0)
            throw ConfigError(config.place("config") + ": '" + text + "' is not KEY=VALUE");
        settings.config.emplace_back(text.substr(0, sign), text.substr(sign + 1));
    }
    settings.memoryBytesMax = static_cast<std::uint64_t>(config.integer("memory_max"));
    settings.filesMax = static_cast<std::uint64_t>(config.integer("files_max"));
    return settings;
}

} // namespace historian::child
