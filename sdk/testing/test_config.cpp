#include "scalar_text.h"

#include <historian/testing/test_config.h>

#include <algorithm>
#include <cmath>

namespace historian::testing {

namespace {

bool isGroup(const Key& key)
{
    return key.type == KeyType::Map || (key.type == KeyType::List && !key.children.empty());
}

std::string faultOfNumber(const Key& key, std::optional<double> number, std::string_view form)
{
    if (!number) return "is not " + std::string(form);
    if (*number < key.min || *number > key.max) return "is out of range";
    return {};
}

std::optional<double> asDouble(std::optional<std::int64_t> number)
{
    if (!number) return std::nullopt;
    return static_cast<double>(*number);
}

} // namespace

std::string faultOf(const Key& key, std::string_view text)
{
    switch (key.type) {
    case KeyType::Integer: return faultOfNumber(key, asDouble(integerOf(text)), "a whole number");
    case KeyType::Number: return faultOfNumber(key, numberOf(text), "a number");
    case KeyType::Duration: return faultOfNumber(key, secondsOf(text), "a duration, like 5s");
    case KeyType::Size: return faultOfNumber(key, bytesOf(text), "a size, like 64KiB");
    case KeyType::Boolean: return text == "true" || text == "false" ? "" : "is not true or false";
    case KeyType::Choice:
        return std::ranges::find(key.choices, text) != key.choices.end() ? "" : "is no choice";
    case KeyType::Map: return "is a map, not a text";
    case KeyType::Text:
    case KeyType::Secret:
    case KeyType::List: break;
    }
    return {};
}

TestConfig::TestConfig(std::span<const Key> keys, const Texts& texts) : keys_(keys)
{
    for (const Key& key : keys)
        if (key.type == KeyType::Map)
            absentMaps_.emplace(key.name, std::make_unique<TestConfig>(key.children));
    for (const auto& [key, text] : texts) add(key, text);
}

void TestConfig::add(std::string_view name, std::string text)
{
    const Key& key = keyOf(name);
    const std::string fault = isGroup(key) ? "takes maps, not texts" : faultOf(key, text);
    if (!fault.empty()) throw ConfigError(place(name) + ": '" + text + "' " + fault);
    if (key.type == KeyType::List)
        texts_[std::string(name)].push_back(std::move(text));
    else
        written_.insert_or_assign(std::string(name), std::move(text));
}

TestConfig& TestConfig::addMap(std::string_view name, const Texts& texts)
{
    const Key& key = keyOf(name);
    if (!isGroup(key)) throw ConfigError(place(name) + ": takes no maps");
    auto& maps = maps_[std::string(name)];
    if (key.type == KeyType::Map && !maps.empty()) throw ConfigError(place(name) + ": given twice");
    return *maps.emplace_back(std::make_unique<TestConfig>(key.children, texts));
}

std::vector<std::string> TestConfig::missing() const
{
    std::vector<std::string> complaints;
    for (const Key& key : keys_) {
        if (key.required && !isWritten(key.name))
            complaints.push_back(std::string(key.name) + ": is required");
        if (const auto found = maps_.find(key.name); found != maps_.end())
            for (const auto& map : found->second)
                for (std::string& complaint : map->missing())
                    complaints.push_back(std::string(key.name) + "." + std::move(complaint));
    }
    return complaints;
}

std::string_view TestConfig::text(std::string_view key) const
{
    return written(key);
}

std::int64_t TestConfig::integer(std::string_view key) const
{
    if (keyOf(key).type == KeyType::Size)
        return static_cast<std::int64_t>(bytesOf(written(key)).value());
    return integerOf(written(key)).value();
}

double TestConfig::number(std::string_view key) const
{
    return numberOf(written(key)).value();
}

bool TestConfig::boolean(std::string_view key) const
{
    return written(key) == "true";
}

std::chrono::milliseconds TestConfig::duration(std::string_view key) const
{
    return std::chrono::milliseconds(std::llround(secondsOf(written(key)).value() * 1000));
}

const Config& TestConfig::map(std::string_view key) const
{
    if (const auto found = maps_.find(key); found != maps_.end()) return *found->second.front();
    return *absentMaps_.at(std::string(keyOf(key).name));
}

std::vector<const Config*> TestConfig::maps(std::string_view key) const
{
    std::vector<const Config*> all;
    if (const auto found = maps_.find(keyOf(key).name); found != maps_.end())
        for (const auto& map : found->second) all.push_back(map.get());
    return all;
}

std::vector<std::string> TestConfig::texts(std::string_view key) const
{
    const auto found = texts_.find(keyOf(key).name);
    return found == texts_.end() ? std::vector<std::string>{} : found->second;
}

bool TestConfig::isWritten(std::string_view key) const
{
    keyOf(key);
    return written_.contains(key) || texts_.contains(key) || maps_.contains(key);
}

std::string TestConfig::place(std::string_view key) const
{
    return "test.yaml:" + std::string(key);
}

const Key& TestConfig::keyOf(std::string_view name) const
{
    const auto key = std::ranges::find(keys_, name, &Key::name);
    if (key == keys_.end()) throw ConfigError(place(name) + ": is no key of the schema");
    return *key;
}

std::string_view TestConfig::written(std::string_view key) const
{
    const Key& known = keyOf(key);
    if (const auto found = written_.find(key); found != written_.end()) return found->second;
    if (known.required) throw ConfigError(place(key) + ": is required");
    return known.fallback;
}

} // namespace historian::testing
