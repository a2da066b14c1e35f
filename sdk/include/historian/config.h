#pragma once

#include <historian/error.h>

#include <chrono>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace historian {

/// What the value of a configuration key looks like in YAML.
enum class KeyType : std::uint8_t {
    Text,     ///< any text
    Integer,  ///< a whole number in [min, max]
    Number,   ///< a decimal number in [min, max]
    Boolean,  ///< true or false
    Duration, ///< 500ms, 5s, 2min, 1h, 30d; [min, max] in seconds
    Size,     ///< 64KiB, 8MiB, 1GB or plain bytes; [min, max] in bytes
    Choice,   ///< one of `choices`
    Secret,   ///< ${credential:NAME} or ${file:PATH}; resolved by the host, never printed
    Map,      ///< the keys of `children`
    List,     ///< a list of maps with the keys of `children`, or of texts if there are none
};

/// One configuration key of a plugin. The host checks every value against it before the plugin
/// is made, prints it in `historiand --sample` and in the reference.
struct Key {
    std::string_view name;
    KeyType type = KeyType::Text;
    std::string_view fallback = {}; ///< the default as it would be written; empty with `required`
    std::string_view meaning = {};  ///< one sentence for the person who writes the file
    bool required = false;
    double min = std::numeric_limits<double>::lowest();
    double max = std::numeric_limits<double>::max();
    std::span<const std::string_view> choices = {};
    std::span<const Key> children = {};
};

/// A checked piece of configuration: every key of the schema is there (as written, or by its
/// default), of the right type and in range. Asking for a key that the schema does not have is a
/// bug. Threads: const functions may be called from any thread.
class Config {
public:
    virtual ~Config() = default;

    virtual std::string_view text(std::string_view key) const = 0; ///< Text, Choice, Secret
    virtual std::int64_t integer(std::string_view key) const = 0;  ///< Integer; Size in bytes
    virtual double number(std::string_view key) const = 0;         ///< Number, Integer
    virtual bool boolean(std::string_view key) const = 0;
    virtual std::chrono::milliseconds duration(std::string_view key) const = 0;

    /// The value of a Map key.
    virtual const Config& map(std::string_view key) const = 0;

    /// The values of a List key that has children; they live as long as this object.
    virtual std::vector<const Config*> maps(std::string_view key) const = 0;

    /// The values of a List key without children.
    virtual std::vector<std::string> texts(std::string_view key) const = 0;

    /// Whether the key was written, rather than taken from its default.
    virtual bool isWritten(std::string_view key) const = 0;

    /// Where the key was written (`historian.yaml:12:5`), or where it could be; for ConfigError.
    virtual std::string place(std::string_view key) const = 0;
};

} // namespace historian
