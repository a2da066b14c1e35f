#include "config/yaml/yaml_config.h"

#include "config/yaml/yaml_faults.h"

#include <historian/error.h>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <cerrno>
#include <fstream>
#include <optional>
#include <sstream>
#include <system_error>
#include <utility>

namespace historian::config {
namespace {

/// Makes Nodes of the parser's events, so that limits bind before memory is used, and an alias
/// is refused rather than walked.
class Builder final : public YAML::EventHandler {
public:
    Builder(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}

    Node take() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark& mark) override
    {
        if (std::exchange(hasDocument_, true)) fail(mark, "a second document is not read");
    }

    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        add(mark, anchor, Node::Kind::Null, {});
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override
    {
        fail(mark, "aliases (*name) are not allowed; write the value out");
    }

    void OnScalar(const YAML::Mark& mark,
                  const std::string& tag,
                  YAML::anchor_t anchor,
                  const std::string& value) override
    {
        if (tag == "!" && !isQuoteClosed(text_, static_cast<std::size_t>(std::max(mark.pos, 0))))
            fail(mark, "not YAML: a quote is never closed");
        // yaml-cpp gives the tag "?" to plain texts and "!" to quoted ones.
        const bool isNull = tag == "?" && (value == "~" || value == "null");
        add(mark, anchor, isNull ? Node::Kind::Null : Node::Kind::Scalar, isNull ? "" : value)
            .isQuoted = tag != "?";
    }

    void OnSequenceStart(const YAML::Mark& mark,
                         const std::string&,
                         YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open(add(mark, anchor, Node::Kind::List, {}), mark);
    }

    void OnSequenceEnd() override { open_.pop_back(); }

    void OnMapStart(const YAML::Mark& mark,
                    const std::string&,
                    YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open(add(mark, anchor, Node::Kind::Map, {}), mark);
    }

    void OnMapEnd() override { open_.pop_back(); }

private:
    /// A list or map whose end has not come; a map may wait for the value of its last key.
    struct Open {
        Node* node;
        bool awaitsValue = false;
    };

    [[noreturn]] void fail(const YAML::Mark& mark, const std::string& message) const
    {
        throw ConfigError(Problem{placeOf(mark), message}.text());
    }

    Place placeOf(const YAML::Mark& mark) const
    {
        return {file_,
                static_cast<std::size_t>(std::max(mark.line, 0)) + 1,
                static_cast<std::size_t>(std::max(mark.column, 0)) + 1};
    }

    void open(Node& node, const YAML::Mark& mark)
    {
        if (open_.size() == kNestingMax)
            fail(mark, "nested deeper than " + std::to_string(kNestingMax) + " levels");
        open_.push_back({&node});
    }

    Node& add(const YAML::Mark& mark, YAML::anchor_t anchor, Node::Kind kind, std::string scalar)
    {
        if (anchor != YAML::NullAnchor) fail(mark, "anchors (&name) are not allowed");
        if (++nodes_ > kNodesMax) fail(mark, "more than " + std::to_string(kNodesMax) + " values");
        Node node{kind, placeOf(mark), std::move(scalar), {}, {}};
        if (open_.empty()) return root_ = std::move(node);
        Open& parent = open_.back();
        if (parent.node->kind == Node::Kind::List)
            return parent.node->items.emplace_back(std::move(node));
        if (std::exchange(parent.awaitsValue, !parent.awaitsValue))
            return parent.node->entries.back().value = std::move(node);
        return addKey(*parent.node, std::move(node), mark);
    }

    Node& addKey(Node& map, Node key, const YAML::Mark& mark)
    {
        if (key.kind != Node::Kind::Scalar) fail(mark, "a key must be a text");
        if (map.find(key.scalar) != nullptr)
            fail(mark, "key '" + key.scalar + "' is written twice");
        Entry entry{std::move(key.scalar), key.place, {}};
        return map.entries.emplace_back(std::move(entry)).value;
    }

    std::string_view text_;
    std::string file_;
    Node root_;
    // Pointers into the tree stay good: only the last element of the innermost open node grows.
    std::vector<Open> open_;
    std::size_t nodes_ = 0;
    bool hasDocument_ = false;
};

} // namespace

Node parseYaml(std::string_view text, const std::string& file)
{
    refuseOtherEncodings(text, file);
    Builder builder(text, file);
    std::istringstream stream{std::string(text)};
    try {
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const YAML::Exception& fault) {
        const Place place{file,
                          static_cast<std::size_t>(std::max(fault.mark.line, 0)) + 1,
                          static_cast<std::size_t>(std::max(fault.mark.column, 0)) + 1};
        refuseTabs(text, file, place.line);
        throw ConfigError(Problem{place, "not YAML: " + plainFault(fault.msg)}.text());
    }
    Node root = builder.take();
    root.place.file = file;
    return root;
}

std::string readConfigFile(const std::filesystem::path& file)
{
    const auto cannot = [&file](int error) {
        return ConfigError(file.string() +
                           ": cannot be read: " + std::generic_category().message(error));
    };
    std::error_code fault;
    if (std::filesystem::is_directory(file, fault)) throw cannot(EISDIR);
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw cannot(errno);
    std::string text(kFileBytesMax + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.bad()) throw cannot(errno);
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (text.size() > kFileBytesMax)
        throw ConfigError(file.string() + ": larger than " + std::to_string(kFileBytesMax) +
                          " bytes");
    return text;
}

std::string_view yamlVersion()
{
    return HISTORIAN_YAML_VERSION;
}

} // namespace historian::config
