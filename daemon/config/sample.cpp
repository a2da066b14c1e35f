#include "config/sample.h"

#include "config/scalars.h"

namespace historian::config {
namespace {

std::string_view typeText(KeyType type)
{
    switch (type) {
    case KeyType::Text: return "text";
    case KeyType::Integer: return "whole number";
    case KeyType::Number: return "number";
    case KeyType::Boolean: return "true or false";
    case KeyType::Duration: return "duration";
    case KeyType::Size: return "size";
    case KeyType::Choice: return "one of";
    case KeyType::Secret: return "secret";
    case KeyType::Map: return "map";
    case KeyType::List: return "list";
    }
    return "text";
}

std::string limitsText(const Key& key)
{
    std::string text(typeText(key.type));
    for (const std::string_view choice : key.choices) text += " " + std::string(choice);
    if (key.min != std::numeric_limits<double>::lowest())
        text += ", at least " + numberText(key.min);
    if (key.max != std::numeric_limits<double>::max()) text += ", at most " + numberText(key.max);
    if (key.required) text += ", required";
    return text;
}

std::string exampleText(const Key& key)
{
    if (!key.fallback.empty()) return std::string(key.fallback);
    switch (key.type) {
    case KeyType::Text: return "\"\"";
    case KeyType::Integer:
    case KeyType::Number: return "0";
    case KeyType::Boolean: return "false";
    case KeyType::Duration: return "1s";
    case KeyType::Size: return "1MiB";
    case KeyType::Choice: return key.choices.empty() ? "\"\"" : std::string(key.choices.front());
    case KeyType::Secret: return "${credential:" + std::string(key.name) + "}";
    case KeyType::Map: return "{}";
    case KeyType::List: return "[]";
    }
    return "\"\"";
}

void writeKey(std::string& out, const Key& key, const std::string& indent, bool isComment)
{
    out += indent + "# " + std::string(key.meaning) + (key.meaning.empty() ? "(" : " (") +
           limitsText(key) + ")\n";
    const std::string mark = isComment || !key.required ? "# " : "";
    if (key.children.empty()) {
        const bool isQuoted = key.type == KeyType::Secret;
        const std::string example = isQuoted ? '"' + exampleText(key) + '"' : exampleText(key);
        out += indent + mark + std::string(key.name) + ": " + example + "\n";
        return;
    }
    out += indent + mark + std::string(key.name) + ":\n";
    const std::string inner = indent + (key.type == KeyType::List ? "  " : "") + "  ";
    if (key.type == KeyType::List) out += indent + mark + "  -\n";
    for (const Key& child : key.children) writeKey(out, child, inner, !mark.empty());
}

} // namespace

std::string sampleText(Role role, const PluginAbout& about)
{
    const std::string plugin(about.name);
    const bool isStore = role == Role::Store;
    std::string out = "# " + plugin + ": " + std::string(about.summary) + "\n";
    out += isStore ? "store:\n" : std::string(nameOf(role)) + "s:\n";
    const std::string indent = isStore ? "  " : "    ";
    out += (isStore ? "  plugin: " : "  - plugin: ") + plugin + "\n";
    if (!isStore) out += "    name: " + plugin + "\n";
    for (Key key : commonKeys(role)) {
        if (key.name == "plugin" || key.required) continue;
        if (key.name == "required") key.fallback = about.isRequired ? "true" : "false";
        writeKey(out, key, indent, false);
    }
    for (const Key& key : about.keys) writeKey(out, key, indent, false);
    return out;
}

} // namespace historian::config
