#include "ctl/offline/options.h"

#include "config/key_text.h"
#include "config/secrets.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace historian::ctl {

namespace {

std::string optionName(std::string_view prefix, const Key& key)
{
    std::string name = std::string(prefix) + std::string(key.name);
    std::ranges::replace(name, '_', '-');
    return name;
}

config::Node scalar(std::string text)
{
    config::Node node;
    node.kind = config::Node::Kind::Scalar;
    node.scalar = std::move(text);
    return node;
}

config::Node listOf(const CommandLine& line, std::string_view name)
{
    config::Node list;
    list.kind = config::Node::Kind::List;
    for (const auto& [option, text] : line.options)
        if (option == name) list.items.push_back(scalar(text));
    return list;
}

std::string limitsOf(const Key& key)
{
    const bool isLimited = key.min != std::numeric_limits<double>::lowest() ||
                           key.max != std::numeric_limits<double>::max();
    if (key.type == KeyType::Choice) return ", " + config::wantedText(key);
    return isLimited ? ", " + config::rangeText(key) : "";
}

/// `key 'line_bytes_max' must be ...` as the command line has it: `--line-bytes-max must be ...`.
std::string optionWords(const std::string& message)
{
    constexpr std::string_view kKey = "key '";
    const std::size_t end = message.find('\'', kKey.size());
    if (!message.starts_with(kKey) || end == std::string::npos) return message;
    std::string option = "--" + message.substr(kKey.size(), end - kKey.size());
    std::ranges::replace(option, '_', '-');
    return option + message.substr(end + 1);
}

/// The options as a file would have them; those that were used are taken off the list.
config::Node takeOptions(CommandLine& line, std::span<const Key> keys, const std::string& prefix)
{
    config::Node map;
    map.kind = config::Node::Kind::Map;
    for (const Key& key : keys) {
        const std::string name = optionName(prefix, key);
        const auto value = line.option(name);
        config::Node node;
        if (key.type == KeyType::Map)
            node = takeOptions(line, key.children, name + "-");
        else if (value)
            node = key.type == KeyType::List ? listOf(line, name) : scalar(*value);
        else if (key.required)
            throw UsageError("missing: --" + name);
        std::erase_if(line.options, [&name](const auto& option) { return option.first == name; });
        if (value || !node.entries.empty())
            map.entries.push_back({std::string(key.name), {}, std::move(node)});
    }
    return map;
}

} // namespace

config::BoundConfig bindOptions(const CommandLine& line, std::span<const Key> keys)
{
    CommandLine left = line;
    const config::Node node = takeOptions(left, keys, "");
    if (!left.options.empty())
        throw UsageError("--" + left.options.front().first + " is no option of this command");
    std::vector<config::Problem> problems;
    const config::UnresolvedSecrets secrets;
    config::BoundConfig config(keys, node, {secrets, ""}, problems);
    if (!problems.empty()) throw UsageError(optionWords(problems.front().message));
    return config;
}

std::string optionsText(std::span<const Key> keys)
{
    std::string text;
    for (const Key& key : keys) {
        if (key.type == KeyType::Map)
            for (const Key& child : key.children)
                text += "  --" + optionName(optionName("", key) + "-", child) + ": " +
                        std::string(child.meaning) + "\n";
        if (key.type == KeyType::Map) continue;
        text += "  --" + optionName("", key) + ": " + std::string(key.meaning) + limitsOf(key);
        if (!key.fallback.empty()) text += " (" + std::string(key.fallback) + ")";
        text += "\n";
    }
    return text;
}

} // namespace historian::ctl
