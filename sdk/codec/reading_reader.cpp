#include "object_reader.h"
#include "tolerate.h"

#include <historian/codec/reading_json.h>

#include <simdjson.h>

#include <optional>

namespace historian::codec {

namespace dom = simdjson::dom;

namespace {

constexpr std::size_t kDocumentBytesMax = 64U * 1024 * 1024;
// simdjson takes some 13 bytes of memory per byte of document; that of a large one is given back.
constexpr std::size_t kDocumentBytesKept = 256U * 1024;

bool isNestedTooDeep(const dom::element& element, std::size_t depth)
{
    if (!element.is_array() && !element.is_object()) return false;
    if (depth == kNestingMax) return true;
    if (element.is_array()) {
        for (const dom::element item : element.get_array())
            if (isNestedTooDeep(item, depth + 1)) return true;
        return false;
    }
    for (const auto field : element.get_object())
        if (isNestedTooDeep(field.value, depth + 1)) return true;
    return false;
}

} // namespace

class ReadingReader::Parser {
public:
    explicit Parser(Host& host) : objects_(host), simdjson_(kDocumentBytesMax) {}

    ParsedReadings read(std::string_view document, const ReadingDefaults& defaults, Batch& into)
    {
        result_ = {};
        objects_.begin(defaults, into, result_);
        const std::string_view text = trimmed(document);
        if (const auto root = parse(text)) {
            if (root->is_array())
                readArray(root->get_array(), {});
            else if (root->is_object())
                readDocument(root->get_object());
            else
                unreadable("a reading is a JSON object");
        }
        if (text.size() > kDocumentBytesKept) simdjson_ = dom::parser(kDocumentBytesMax);
        return std::move(result_);
    }

private:
    void unreadable(std::string message)
    {
        result_.isReadable = false;
        objects_.reject(0, "", "bad_json", std::move(message));
    }

    std::optional<dom::element> parse(std::string_view document)
    {
        dom::element root;
        auto fault = simdjson_.parse(document.data(), document.size()).get(root);
        if (fault != simdjson::SUCCESS)
            if (const auto readable = withReadableNumbers(document)) {
                result_.isTolerated = true;
                fault = simdjson_.parse(*readable).get(root);
            }
        if (fault == simdjson::SUCCESS && isNestedTooDeep(root, 0)) {
            unreadable("nested deeper than 8 levels");
            return std::nullopt;
        }
        if (fault == simdjson::SUCCESS) return root;
        unreadable(document.empty() ? "the body is empty"
                                    : std::string("not JSON: ") + simdjson::error_message(fault));
        return std::nullopt;
    }

    void readDocument(const dom::object& object)
    {
        dom::array readings;
        if (object["readings"].get(readings) != simdjson::SUCCESS) {
            objects_.read(object, 0, {});
            return;
        }
        Frame frame;
        for (const auto field : object) {
            if (field.key == "device_id")
                frame.device = field.value;
            else if (field.key == "boot_id")
                frame.bootId = textOf(field.value).value_or("");
            else if (field.key == "uptime_ms")
                frame.uptimeMs = numberOf(field.value);
        }
        readArray(readings, frame);
    }

    void readArray(const dom::array& array, const Frame& frame)
    {
        std::size_t index = 0;
        for (const dom::element element : array) {
            if (index == kReadingsMax) {
                objects_.reject(
                    index, "", "too_large", "more than 100000 readings in one document");
                return;
            }
            if (element.is_object())
                objects_.read(element.get_object(), index, frame);
            else
                objects_.reject(index, "", "bad_json", "a reading is a JSON object");
            ++index;
        }
    }

    ObjectReader objects_;
    dom::parser simdjson_;
    ParsedReadings result_;
};

ReadingReader::ReadingReader(Host& host) : parser_(std::make_unique<Parser>(host)) {}

ReadingReader::~ReadingReader() = default;

ParsedReadings
ReadingReader::read(std::string_view document, const ReadingDefaults& defaults, Batch& into)
{
    return parser_->read(document, defaults, into);
}

} // namespace historian::codec
