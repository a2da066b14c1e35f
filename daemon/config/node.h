#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace historian::config {

/// Where something was written.
struct Place {
    std::string file;
    std::size_t line = 1;
    std::size_t column = 1;

    /// `historian.yaml:12:5`
    std::string text() const;
};

/// What is wrong with a configuration, and where.
struct Problem {
    Place place;
    std::string message;

    /// `historian.yaml:12:5: message`
    std::string text() const;
};

struct Entry;

/// A piece of YAML as a plain value. Threads: none.
struct Node {
    enum class Kind { Null, Scalar, List, Map };

    Kind kind = Kind::Null;
    Place place;
    std::string scalar;         ///< as written, quotes taken off
    std::vector<Node> items;    ///< of a List
    std::vector<Entry> entries; ///< of a Map, in order; no key twice
    bool isQuoted = false;      ///< of a Scalar

    /// The value of a key of a Map; nullptr if there is none.
    const Node* find(std::string_view key) const;
};

/// One `key: value` of a Map.
struct Entry {
    std::string key;
    Place place; ///< of the key
    Node value;
};

/// "a text", "a list", ... for messages.
std::string_view nameOf(Node::Kind kind);

} // namespace historian::config
