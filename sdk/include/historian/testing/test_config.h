#pragma once

#include <historian/config.h>

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace historian::testing {

/// A plugin's configuration made in a test from its schema and a few texts, as they would stand in
/// the YAML file; what is not given has its default. The constructor and the `add` functions throw
/// ConfigError for a key that the schema lacks and for a text that is not a value of its key.
/// Threads: const functions may be called from any thread.
class TestConfig : public Config {
public:
    using Texts = std::map<std::string, std::string, std::less<>>;

    explicit TestConfig(std::span<const Key> keys, const Texts& texts = {});

    /// Gives the key one text: the value of a scalar, one more text of a List without children.
    void add(std::string_view key, std::string text);

    /// Writes a Map, or one more map of a List. It lives as long as this object.
    TestConfig& addMap(std::string_view key, const Texts& texts = {});

    /// A complaint for each required key that was not given, here and in the maps.
    std::vector<std::string> missing() const;

    std::string_view text(std::string_view key) const override;
    std::int64_t integer(std::string_view key) const override;
    double number(std::string_view key) const override;
    bool boolean(std::string_view key) const override;
    std::chrono::milliseconds duration(std::string_view key) const override;
    const Config& map(std::string_view key) const override;
    std::vector<const Config*> maps(std::string_view key) const override;
    std::vector<std::string> texts(std::string_view key) const override;
    bool isWritten(std::string_view key) const override;
    std::string place(std::string_view key) const override;

private:
    const Key& keyOf(std::string_view name) const;
    std::string_view written(std::string_view key) const;

    std::span<const Key> keys_;
    Texts written_;
    std::map<std::string, std::vector<std::string>, std::less<>> texts_;
    std::map<std::string, std::vector<std::unique_ptr<TestConfig>>, std::less<>> maps_;
    std::map<std::string, std::unique_ptr<TestConfig>, std::less<>> absentMaps_;
};

/// What is wrong with the text as a value of the key; empty if nothing is.
std::string faultOf(const Key& key, std::string_view text);

} // namespace historian::testing
