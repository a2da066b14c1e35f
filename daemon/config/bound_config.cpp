#include "config/bound_config.h"

#include "config/key_text.h"
#include "config/scalars.h"
#include "config/secrets.h"
#include "config/yaml/yaml_config.h"

#include <algorithm>
#include <cassert>

namespace historian::config {

/// Fills one BoundConfig; kept apart so that reading what is configured needs none of it.
class BoundConfig::Binder {
public:
    Binder(BoundConfig& into, const Binding& binding, std::vector<Problem>& problems)
        : into_(into), binding_(binding), problems_(problems)
    {
    }

    void bind(std::span<const Key> keys, const Node& node)
    {
        if (node.kind != Node::Kind::Map && node.kind != Node::Kind::Null)
            return complain(node.place,
                            "must be a map of keys, but is " + std::string(nameOf(node.kind)));
        for (const Entry& entry : node.entries) refuseUnknown(keys, entry);
        for (const Key& key : keys) bindKey(key, node);
    }

private:
    void complain(const Place& place, const std::string& message)
    {
        const std::string subject = binding_.subject.empty() ? "" : binding_.subject + ": ";
        problems_.push_back({place, subject + message});
    }

    static std::string quoted(std::string_view name) { return "'" + std::string(name) + "'"; }

    void refuseUnknown(std::span<const Key> keys, const Entry& entry)
    {
        if (std::ranges::find(keys, entry.key, &Key::name) != keys.end()) return;
        std::vector<std::string_view> names = binding_.otherKeys;
        for (const Key& key : keys) names.push_back(key.name);
        complain(entry.place, "unknown key " + quoted(entry.key) + suggestion(entry.key, names));
    }

    void bindKey(const Key& key, const Node& node)
    {
        Value& value = into_.values_[std::string(key.name)];
        value.type = key.type;
        value.place = node.place;
        const auto entry = std::ranges::find(node.entries, key.name, &Entry::key);
        if (entry == node.entries.end()) {
            if (key.required)
                return complain(node.place, "key " + quoted(key.name) + " is missing");
            return bindFallback(key, value);
        }
        value.isWritten = true;
        value.place = entry->place;
        bindWritten(key, entry->value, value);
    }

    void bindFallback(const Key& key, Value& value)
    {
        Node node{Node::Kind::Scalar, value.place, std::string(key.fallback), {}, {}};
        if (key.type == KeyType::Map || key.type == KeyType::List)
            node = parseYaml(key.fallback, value.place.file);
        else if (key.fallback.empty())
            return;
        bindWritten(key, node, value);
    }

    void bindWritten(const Key& key, const Node& node, Value& value)
    {
        if (key.type == KeyType::Map) {
            value.maps.push_back(bindChild(key, node, quoted(key.name)));
            return;
        }
        if (key.type == KeyType::List) return bindList(key, node, value);
        if (node.kind == Node::Kind::Scalar) return bindScalar(key, node, value);
        if (node.kind == Node::Kind::Null && key.type == KeyType::Text) return;
        complain(node.place,
                 "key " + quoted(key.name) + " must be " + wantedText(key) + ", but is " +
                     std::string(nameOf(node.kind)));
    }

    std::unique_ptr<BoundConfig>
    bindChild(const Key& key, const Node& node, const std::string& name)
    {
        const std::string subject =
            binding_.subject.empty() ? name : binding_.subject + ": " + name;
        return std::make_unique<BoundConfig>(
            key.children, node, Binding{binding_.secrets, subject}, problems_);
    }

    void bindList(const Key& key, const Node& node, Value& value)
    {
        if (node.kind == Node::Kind::Null) return;
        if (node.kind != Node::Kind::List)
            return complain(node.place,
                            "key " + quoted(key.name) + " must be a list, but is " +
                                std::string(nameOf(node.kind)));
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            const Node& item = node.items[i];
            if (!key.children.empty())
                value.maps.push_back(
                    bindChild(key, item, std::string(key.name) + "[" + std::to_string(i) + "]"));
            else if (item.kind == Node::Kind::Scalar)
                value.texts.push_back(item.scalar);
            else
                complain(item.place, "key " + quoted(key.name) + " must be a list of texts");
        }
    }

    void bindScalar(const Key& key, const Node& node, Value& value)
    {
        if (key.type == KeyType::Secret) return bindSecret(key, node, value);
        if (value.isWritten && parseSecretReference(node.scalar))
            return complain(node.place,
                            "key " + quoted(key.name) +
                                " is not a secret, so ${...} is not replaced in it");
        value.text = node.scalar;
        if (!bindNumbers(key, value) || !isChoice(key, value))
            return complain(node.place,
                            "key " + quoted(key.name) + " must be " + wantedText(key) +
                                ", but is " + quoted(node.scalar.substr(0, 80)) +
                                advice(key, node.scalar));
        const double number = key.type == KeyType::Duration ? value.number / 1000 : value.number;
        if (isNumeric(key.type) && (number < key.min || number > key.max))
            complain(node.place,
                     "key " + quoted(key.name) + " must be " + wantedText(key) + " " +
                         rangeText(key) + ", but is " + node.scalar);
    }

    void bindSecret(const Key& key, const Node& node, Value& value)
    {
        const std::optional<SecretReference> reference = parseSecretReference(node.scalar);
        // What was written may be the secret itself, so it is never repeated.
        if (!reference)
            return complain(node.place,
                            "key " + quoted(key.name) +
                                " is a secret: write ${credential:NAME} or ${file:PATH}, never the "
                                "secret itself");
        Result<std::string> secret = binding_.secrets.resolve(*reference);
        if (!secret)
            return complain(node.place, "key " + quoted(key.name) + ": " + secret.error().message);
        value.text = *std::move(secret);
    }

    static std::string advice(const Key& key, std::string_view written)
    {
        if (key.type == KeyType::Integer && hasLeadingZero(written))
            return ", whose leading zero makes it another number to some readers";
        return suggestion(written, key.choices);
    }

    /// Keeps the number in a value's text; false if there should be one and is not.
    static bool bindNumbers(const Key& key, Value& value)
    {
        const auto keep = [&value](auto number) {
            if (!number) return false;
            value.integer = static_cast<std::int64_t>(*number);
            value.number = static_cast<double>(*number);
            return true;
        };
        switch (key.type) {
        case KeyType::Integer: return keep(parseInteger(value.text));
        case KeyType::Size: return keep(parseSize(value.text));
        case KeyType::Duration: {
            const auto duration = parseDuration(value.text);
            return keep(duration ? std::optional(duration->count()) : std::nullopt);
        }
        case KeyType::Number: {
            const std::optional<double> number = parseNumber(value.text);
            value.number = number.value_or(0);
            return number.has_value();
        }
        case KeyType::Boolean: {
            const std::optional<bool> flag = parseBoolean(value.text);
            value.boolean = flag.value_or(false);
            return flag.has_value();
        }
        default: return true;
        }
    }

    static bool isChoice(const Key& key, const Value& value)
    {
        return key.type != KeyType::Choice ||
               std::ranges::find(key.choices, value.text) != key.choices.end();
    }

    static bool isNumeric(KeyType type)
    {
        return type == KeyType::Integer || type == KeyType::Number || type == KeyType::Duration ||
               type == KeyType::Size;
    }

    BoundConfig& into_;
    const Binding& binding_;
    std::vector<Problem>& problems_;
};

BoundConfig::BoundConfig(std::span<const Key> keys,
                         const Node& node,
                         const Binding& binding,
                         std::vector<Problem>& problems)
{
    Binder(*this, binding, problems).bind(keys, node);
}

const BoundConfig::Value& BoundConfig::at(std::string_view key) const
{
    const auto found = values_.find(key);
    assert(found != values_.end() && "the schema has no such key");
    return found->second;
}

std::string_view BoundConfig::text(std::string_view key) const
{
    return at(key).text;
}

std::int64_t BoundConfig::integer(std::string_view key) const
{
    return at(key).integer;
}

double BoundConfig::number(std::string_view key) const
{
    return at(key).number;
}

bool BoundConfig::boolean(std::string_view key) const
{
    return at(key).boolean;
}

std::chrono::milliseconds BoundConfig::duration(std::string_view key) const
{
    return std::chrono::milliseconds(at(key).integer);
}

const BoundConfig& BoundConfig::map(std::string_view key) const
{
    return *at(key).maps.front();
}

std::vector<const Config*> BoundConfig::maps(std::string_view key) const
{
    std::vector<const Config*> all;
    for (const auto& map : at(key).maps) all.push_back(map.get());
    return all;
}

std::vector<std::string> BoundConfig::texts(std::string_view key) const
{
    return at(key).texts;
}

bool BoundConfig::isWritten(std::string_view key) const
{
    return at(key).isWritten;
}

std::string BoundConfig::place(std::string_view key) const
{
    return placeOf(key).text();
}

const Place& BoundConfig::placeOf(std::string_view key) const
{
    return at(key).place;
}

} // namespace historian::config
