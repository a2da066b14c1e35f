#pragma once

#include "ctl/commands.h"

#include <span>
#include <string>
#include <string_view>

namespace historian::ctl {

/// A command of historianctl as people see it.
struct Command {
    const char* name;
    const char* brief; ///< one line: what it is for
    const char* forms; ///< how it is written, a line each, without the program's name
    Outcome (*run)(const CommandLine&);
    std::string (*more)() = nullptr; ///< what its --help says beyond that
};

/// What `historianctl --help` says.
std::string helpOfAll(std::span<const Command> commands);

/// What `historianctl COMMAND --help` says.
std::string helpOf(const Command& command);

/// Throws UsageError, with the name that may be meant.
const Command& commandNamed(std::span<const Command> commands, std::string_view name);

/// Throws UsageError for an option that the command's help does not name.
void refuseForeignOptions(const Command& command, const CommandLine& line);

} // namespace historian::ctl
