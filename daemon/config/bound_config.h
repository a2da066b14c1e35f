#pragma once

#include "config/node.h"

#include <historian/config.h>

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace historian::config {

class SecretSource;

/// What binding needs to know beside the schema.
struct Binding {
    const SecretSource& secrets;
    std::string subject;                          ///< what messages begin with: `inputs[usb]`
    std::vector<std::string_view> otherKeys = {}; ///< known elsewhere, only for suggestions
};

/// A piece of configuration checked against a schema. Names are copied, so it does not need the
/// schema after construction.
class BoundConfig final : public Config {
public:
    /// Binds a Map (or Null: all defaults). Everything that is wrong is added to `problems`; with
    /// new problems the object must not be used.
    BoundConfig(std::span<const Key> keys,
                const Node& node,
                const Binding& binding,
                std::vector<Problem>& problems);

    std::string_view text(std::string_view key) const override;
    std::int64_t integer(std::string_view key) const override;
    double number(std::string_view key) const override;
    bool boolean(std::string_view key) const override;
    std::chrono::milliseconds duration(std::string_view key) const override;
    const BoundConfig& map(std::string_view key) const override;
    std::vector<const Config*> maps(std::string_view key) const override;
    std::vector<std::string> texts(std::string_view key) const override;
    bool isWritten(std::string_view key) const override;
    std::string place(std::string_view key) const override;

    /// place() before it is a text.
    const Place& placeOf(std::string_view key) const;

private:
    struct Value {
        KeyType type = KeyType::Text;
        bool isWritten = false;
        Place place;
        std::string text;
        std::int64_t integer = 0;
        double number = 0;
        bool boolean = false;
        std::vector<std::unique_ptr<BoundConfig>> maps; ///< one for a Map
        std::vector<std::string> texts;
    };

    class Binder;

    const Value& at(std::string_view key) const;

    std::map<std::string, Value, std::less<>> values_;
};

} // namespace historian::config
