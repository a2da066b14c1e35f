#include "sample.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace historian::conformance {

namespace {

// Keys of every instance, which are the host's business.
constexpr std::array<std::string_view, 6> kHostKeys{
    "name", "plugin", "unknown_devices", "required", "start", "resolution"};

void fill(const YAML::Node& node, testing::TestConfig& config);

void fillKey(const std::string& key, const YAML::Node& value, testing::TestConfig& config)
{
    if (value.IsMap())
        fill(value, config.addMap(key));
    else if (value.IsSequence())
        for (const auto& item : value) fillKey(key, item, config);
    else
        config.add(key, value.IsNull() ? std::string{} : value.Scalar());
}

void fill(const YAML::Node& node, testing::TestConfig& config)
{
    for (const auto& item : node) fillKey(item.first.Scalar(), item.second, config);
}

std::string textOf(const std::filesystem::path& file)
{
    std::ostringstream text;
    if (!(text << std::ifstream(file).rdbuf()))
        throw ConfigError(file.string() + ": cannot be read");
    return std::move(text).str();
}

// `inputs: [{...}]`, `store: {...}`, `[{...}]` or the instance itself.
YAML::Node instanceOf(YAML::Node node)
{
    if (node.IsMap() && node.size() == 1 && node["store"].IsDefined()) node.reset(node["store"]);
    if (node.IsMap() && node.size() == 1 && node.begin()->second.IsSequence())
        node.reset(node.begin()->second);
    if (node.IsSequence() && node.size() == 1) node.reset(node[0]);
    return node;
}

} // namespace

void loadSample(const std::filesystem::path& file, testing::TestConfig& config)
{
    try {
        const YAML::Node node = instanceOf(YAML::Load(textOf(file)));
        for (const auto& item : node) {
            const std::string key = item.first.Scalar();
            if (std::ranges::find(kHostKeys, key) == kHostKeys.end())
                fillKey(key, item.second, config);
        }
    } catch (const YAML::Exception& fault) {
        throw ConfigError(file.filename().string() + ": " + fault.what());
    }
    if (const auto missing = config.missing(); !missing.empty())
        throw ConfigError(file.filename().string() + ": " + missing.front());
}

std::string firstUnshown(std::span<const Key> keys, const std::filesystem::path& file)
{
    const std::string text = textOf(file);
    for (const Key& key : keys) {
        if (text.find(std::string(key.name) + ":") == std::string::npos)
            return std::string(key.name);
        if (std::string inner = firstUnshown(key.children, file); !inner.empty()) return inner;
    }
    return {};
}

} // namespace historian::conformance
