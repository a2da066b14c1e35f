#include "ctl/command_line.h"

#include "config/scalars.h"

#include <algorithm>

namespace historian::ctl {

namespace {

constexpr std::string_view kSwitches[] = {"input", "output"};
constexpr std::string_view kOptions[] = {
    "from",       "to",       "limit",     "quality",  "scopes",    "into",      "device",
    "metric",     "before",   "seq",       "store-id", "reason",    "file",      "data",
    "connection", "timeout",  "tls-ca",    "tls-cert", "tls-key",   "tls-name",  "unit",
    "units",      "function", "address",   "count",    "registers", "baud",      "seconds",
    "format",     "columns",  "separator", "patterns", "checksum",  "device-id", "line-bytes-max"};

bool contains(std::span<const std::string_view> names, std::string_view name)
{
    return std::ranges::find(names, name) != names.end();
}

bool isOption(std::string_view name)
{
    return name == "url" || name == "token-file" || contains(kOptions, name);
}

bool takeSwitch(CommandLine& line, std::string_view name, bool hasValue)
{
    const bool isOurs = name == "json" || name == "help";
    if (!isOurs && !contains(kSwitches, name)) return false;
    if (hasValue) throw UsageError("--" + std::string(name) + " takes no value");
    if (!isOurs) line.options.emplace_back(name, "");
    line.wantsJson |= name == "json";
    line.wantsHelp |= name == "help";
    return true;
}

void takeOption(CommandLine& line, std::string_view name, std::string_view value)
{
    if (name == "url")
        line.url = value;
    else if (name == "token-file")
        line.tokenFile = value;
    else
        line.options.emplace_back(name, value);
}

} // namespace

std::optional<std::string> CommandLine::option(std::string_view name) const
{
    for (const auto& [key, value] : options)
        if (key == name) return value;
    return std::nullopt;
}

const std::string& CommandLine::word(std::size_t index, std::string_view meaning) const
{
    if (index >= words.size()) throw UsageError("missing: " + std::string(meaning));
    return words[index];
}

void CommandLine::endsAfter(std::size_t count) const
{
    if (words.size() <= count) return;
    throw UsageError("'" + words[count] +
                     "' is one word too many (a text with blanks needs quotes)");
}

CommandLine readCommandLine(std::span<char* const> arguments)
{
    CommandLine line;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string_view argument = arguments[i];
        if (!argument.starts_with("--")) {
            line.words.emplace_back(argument);
            continue;
        }
        const std::size_t equals = argument.find('=');
        const bool hasValue = equals != std::string_view::npos;
        const std::string_view name = argument.substr(2, equals - (hasValue ? 2 : 0));
        if (takeSwitch(line, name, hasValue)) continue;
        if (!isOption(name))
            throw UsageError("unknown option --" + std::string(name) +
                             config::suggestion(name, kOptions));
        if (!hasValue && i + 1 == arguments.size())
            throw UsageError("--" + std::string(name) + " needs a value");
        takeOption(line, name, hasValue ? argument.substr(equals + 1) : arguments[++i]);
    }
    return line;
}

} // namespace historian::ctl
