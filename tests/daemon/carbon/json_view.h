#pragma once

#include <simdjson.h>

#include <string>
#include <string_view>

namespace historian::testing {

/// A JSON text, read by pointers such as `/calculations/factor`. What is absent is a failed test.
class JsonView {
public:
    explicit JsonView(std::string_view text) : text_(text)
    {
        isValid_ = parser_.parse(text_.data(), text_.size()).get(root_) == simdjson::SUCCESS;
    }

    bool isValid() const { return isValid_; }

    bool has(std::string_view pointer) const
    {
        return isValid_ && root_.at_pointer(pointer).error() == simdjson::SUCCESS;
    }

    bool isNull(std::string_view pointer) const
    {
        simdjson::dom::element found;
        return find(pointer, found) && found.is_null();
    }

    std::string text(std::string_view pointer) const
    {
        simdjson::dom::element found;
        std::string_view text;
        if (!find(pointer, found) || found.get(text) != simdjson::SUCCESS) return "(absent)";
        return std::string(text);
    }

    double number(std::string_view pointer) const
    {
        simdjson::dom::element found;
        double number = 0;
        if (!find(pointer, found) || found.get(number) != simdjson::SUCCESS) return -999;
        return number;
    }

    bool flag(std::string_view pointer) const
    {
        simdjson::dom::element found;
        bool flag = false;
        return find(pointer, found) && found.get(flag) == simdjson::SUCCESS && flag;
    }

    /// Of an array or an object.
    std::size_t size(std::string_view pointer) const
    {
        simdjson::dom::element found;
        if (!find(pointer, found)) return 0;
        if (found.is_array()) return simdjson::dom::array(found).size();
        return found.is_object() ? simdjson::dom::object(found).size() : 0;
    }

    /// The value as JSON.
    std::string raw(std::string_view pointer) const
    {
        simdjson::dom::element found;
        return find(pointer, found) ? simdjson::minify(found) : "(absent)";
    }

    simdjson::dom::element root() const { return root_; }

private:
    bool find(std::string_view pointer, simdjson::dom::element& found) const
    {
        if (!isValid_) return false;
        if (!pointer.empty()) return root_.at_pointer(pointer).get(found) == simdjson::SUCCESS;
        found = root_;
        return true;
    }

    simdjson::padded_string text_;
    simdjson::dom::parser parser_;
    simdjson::dom::element root_;
    bool isValid_ = false;
};

} // namespace historian::testing
