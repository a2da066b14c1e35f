#include "ctl/help.h"

#include "config/scalars.h"

#include <algorithm>
#include <vector>

namespace historian::ctl {

namespace {

constexpr std::size_t kNameColumn = 12;

/// Whether the text has "--name" as a whole word.
bool namesOption(std::string_view text, std::string_view name)
{
    const std::string option = "--" + std::string(name);
    for (auto at = text.find(option); at != text.npos; at = text.find(option, at + 1)) {
        const char next = (std::string(text) + ' ')[at + option.size()];
        if (std::string_view(" \n:]|").find(next) != std::string_view::npos) return true;
    }
    return false;
}

std::string formsText(std::string_view forms)
{
    std::string text;
    for (std::size_t begin = 0; begin < forms.size();) {
        const std::size_t end = std::min(forms.find('\n', begin), forms.size());
        text += "  historianctl " + std::string(forms.substr(begin, end - begin)) + "\n";
        begin = end + 1;
    }
    return text;
}

} // namespace

std::string helpOfAll(std::span<const Command> commands)
{
    std::string text = "historianctl [--url URL] [--token-file FILE] [--json] COMMAND\n\n";
    for (const Command& command : commands) {
        std::string name = command.name;
        name.resize(kNameColumn, ' ');
        text += "  " + name + command.brief + "\n";
    }
    return text +
           "\nhistorianctl COMMAND --help says more of one command.\n"
           "The daemon is looked for at http://127.0.0.1:5000 unless --url says otherwise.\n";
}

std::string helpOf(const Command& command)
{
    return std::string(command.brief) + "\n\n" + formsText(command.forms) +
           (command.more == nullptr ? "" : "\n" + command.more());
}

const Command& commandNamed(std::span<const Command> commands, std::string_view name)
{
    std::vector<std::string_view> known;
    for (const Command& command : commands) {
        if (name == command.name) return command;
        known.emplace_back(command.name);
    }
    throw UsageError("unknown command '" + std::string(name) + "'" +
                     config::suggestion(name, known));
}

void refuseForeignOptions(const Command& command, const CommandLine& line)
{
    const std::string help = helpOf(command);
    for (const auto& [name, value] : line.options)
        if (!namesOption(help, name))
            throw UsageError("--" + name + " is no option of '" + command.name + "'");
}

} // namespace historian::ctl
