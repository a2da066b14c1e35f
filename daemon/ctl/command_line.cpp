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
        const std::string_view name = argument.substr(2);
        const auto value = [&]() -> std::string {
            if (i + 1 == arguments.size())
                throw UsageError("--" + std::string(name) + " needs a value");
            return arguments[++i];
        };
        if (name == "json")
            line.wantsJson = true;
        else if (name == "help")
            line.wantsHelp = true;
        else if (name == "url")
            line.url = value();
        else if (name == "token-file")
            line.tokenFile = value();
        else if (contains(kSwitches, name))
            line.options.emplace_back(name, "");
        else if (contains(kOptions, name))
            line.options.emplace_back(name, value());
        else
            throw UsageError("unknown option --" + std::string(name) +
                             config::suggestion(name, kOptions));
    }
    return line;
}

} // namespace historian::ctl
