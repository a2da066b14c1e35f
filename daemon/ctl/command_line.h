#pragma once

#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace historian::ctl {

/// The command was written wrong: exit 64 with the message and where to read on.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// What was typed: the options, wherever they stood, and the other words in order.
struct CommandLine {
    std::string url = "http://127.0.0.1:5000";
    std::string tokenFile;
    bool wantsJson = false;
    bool wantsHelp = false;
    std::vector<std::string> words;
    std::vector<std::pair<std::string, std::string>> options; ///< --name value, of the commands

    /// The value of an option of a command.
    std::optional<std::string> option(std::string_view name) const;

    /// Word `index`, or a UsageError that says what is missing.
    const std::string& word(std::size_t index, std::string_view meaning) const;

    /// A UsageError if there are more than `count` words.
    void endsAfter(std::size_t count) const;
};

/// Reads the arguments after the program's name. Options without a value: --json, --help,
/// --input, --output. Throws UsageError.
CommandLine readCommandLine(std::span<char* const> arguments);

} // namespace historian::ctl
