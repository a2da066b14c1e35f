#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace historian::codec {

/// Writes one JSON text, commas included. Numbers never pass through the locale; a double is its
/// shortest round-trip text; nan and infinity become null. Text that is not UTF-8 is written with
/// U+FFFD in place of each bad byte.
/// Threads: none.
class JsonWriter {
public:
    JsonWriter& beginObject();
    JsonWriter& endObject();
    JsonWriter& beginArray();
    JsonWriter& endArray();

    JsonWriter& key(std::string_view name);

    JsonWriter& text(std::string_view value);
    JsonWriter& number(double value);
    JsonWriter& integer(std::int64_t value);
    JsonWriter& unsignedInteger(std::uint64_t value);
    JsonWriter& boolean(bool value);
    JsonWriter& null();

    /// A JSON value made elsewhere, as it is.
    JsonWriter& raw(std::string_view json);

    const std::string& view() const { return out_; }

    std::string take() { return std::move(out_); }

private:
    void separate();

    std::string out_;
    bool needsComma_ = false;
};

/// The shortest text that reads back as this double; "null" for nan and infinity.
std::string numberText(double value);

} // namespace historian::codec
