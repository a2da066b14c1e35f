#include "ctl/modbus/decode_text.h"

#include "ctl/modbus/interpret.h"
#include "ctl/table.h"

#include <historian/codec/json_writer.h>

namespace historian::ctl {

namespace {

constexpr const char* kLegend =
    "* of a size that measured values have (0.001 to 100,000,000): a hint, no proof\n"
    "- the pattern that makers use for \"not available\"\n";

std::string hexOf(std::uint16_t word)
{
    constexpr const char* kDigits = "0123456789ABCDEF";
    std::string text;
    for (int shift = 12; shift >= 0; shift -= 4) text += kDigits[word >> shift & 0xF];
    return text;
}

std::string wordsText(const Window& window, bool isBits)
{
    std::string text;
    for (const std::uint16_t word : window.words)
        text += (text.empty() ? "" : " ") + (isBits ? std::to_string(word) : hexOf(word));
    return text;
}

std::string headingOf(const Window& window, const Window& asked, const std::string& table)
{
    if (!window.address) return &window == &asked ? "as given" : "from the second register on";
    std::string text = table + " " + std::to_string(*window.address);
    if (&window == &asked) return text;
    return text + (*window.address < *asked.address ? ", one lower" : ", one higher");
}

std::string valueText(const Meaning& meaning)
{
    const auto& content = meaning.value.content;
    std::string text = meaning.value.quality == Quality::BadNoValue ? "empty" : "not a number";
    if (const auto* number = std::get_if<double>(&content)) text = codec::numberText(*number);
    if (const auto* integer = std::get_if<std::int64_t>(&content)) text = std::to_string(*integer);
    if (const auto* words = std::get_if<std::string>(&content)) text = "\"" + *words + "\"";
    return text + (meaning.isUsuallyNothing ? " -" : meaning.isOfUsualSize ? " *" : "");
}

std::string tableText(const Window& window)
{
    Table table(
        {"TYPE", "big (ABCD)", "little_words (CDAB)", "little_bytes (BADC)", "little (DCBA)"});
    const std::vector<Meaning> meanings = interpret(window.words);
    for (std::size_t i = 0; i < meanings.size(); i += 4)
        table.add({std::string(nameOf(meanings[i].type)),
                   valueText(meanings[i]),
                   valueText(meanings[i + 1]),
                   valueText(meanings[i + 2]),
                   valueText(meanings[i + 3])});
    return table.text();
}

void writeContent(codec::JsonWriter& json, const modbus::Decoded& value)
{
    if (const auto* number = std::get_if<double>(&value.content))
        json.number(*number);
    else if (const auto* integer = std::get_if<std::int64_t>(&value.content))
        json.integer(*integer);
    else if (const auto* text = std::get_if<std::string>(&value.content))
        json.text(*text);
    else
        json.null();
}

void writeMeanings(codec::JsonWriter& json, const Window& window)
{
    json.key("values").beginArray();
    for (const Meaning& meaning : interpret(window.words)) {
        json.beginObject().key("type").text(nameOf(meaning.type));
        json.key("order").text(nameOf(meaning.order)).key("value");
        writeContent(json, meaning.value);
        json.key("usual_size").boolean(meaning.isOfUsualSize);
        json.key("not_available").boolean(meaning.isUsuallyNothing).endObject();
    }
    json.endArray();
}

void writeWindow(codec::JsonWriter& json, const Window& window, bool isBits)
{
    json.beginObject();
    if (window.address) json.key("address").integer(*window.address);
    if (!window.refusal.empty()) json.key("refused").text(window.refusal);
    json.key(isBits ? "bits" : "registers").beginArray();
    for (const std::uint16_t word : window.words)
        isBits ? json.integer(word) : json.text(hexOf(word));
    json.endArray();
    if (!isBits && !window.words.empty()) writeMeanings(json, window);
    json.endObject();
}

std::string_view nameOf(modbus::Table table)
{
    switch (table) {
    case modbus::Table::Coil: return "coil";
    case modbus::Table::Discrete: return "discrete";
    case modbus::Table::Input: return "input";
    case modbus::Table::Holding: break;
    }
    return "holding";
}

} // namespace

std::string decodeText(const Looked& looked)
{
    const bool isBits = modbus::holdsBits(looked.table);
    std::string text = looked.source + "\n";
    bool hasTable = false;
    for (const Window& window : looked.windows) {
        text += "\n" + headingOf(window, looked.windows.front(), std::string(nameOf(looked.table)));
        text += ": " + (window.words.empty() ? window.refusal : wordsText(window, isBits)) + "\n";
        if (isBits || window.words.empty()) continue;
        text += tableText(window);
        hasTable = true;
    }
    return hasTable ? text + "\n" + kLegend : text;
}

std::string decodeJson(const Looked& looked)
{
    codec::JsonWriter json;
    json.beginObject().key("source").text(looked.source);
    json.key("table").text(nameOf(looked.table)).key("windows").beginArray();
    for (const Window& window : looked.windows)
        writeWindow(json, window, modbus::holdsBits(looked.table));
    json.endArray().endObject();
    return json.take() + "\n";
}

} // namespace historian::ctl
