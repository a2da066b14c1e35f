#include "config/node.h"

namespace historian::config {

std::string Place::text() const
{
    return file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

std::string Problem::text() const
{
    return place.text() + ": " + message;
}

const Node* Node::find(std::string_view key) const
{
    for (const Entry& entry : entries)
        if (entry.key == key) return &entry.value;
    return nullptr;
}

std::string_view nameOf(Node::Kind kind)
{
    switch (kind) {
    case Node::Kind::Null: return "nothing";
    case Node::Kind::Scalar: return "a single value";
    case Node::Kind::List: return "a list";
    case Node::Kind::Map: return "a map of keys";
    }
    return "nothing";
}

} // namespace historian::config
