#include "secrets/redactor.h"

#include <historian/codec/json_writer.h>

#include <algorithm>
#include <cctype>
#include <cstdint>

namespace historian::secrets {

namespace {

constexpr std::size_t kRunBytes = Redactor::kShownBytesMax + 1;

std::string asJson(std::string_view secret)
{
    codec::JsonWriter json;
    json.text(secret);
    const std::string_view quoted = json.view();
    return std::string(quoted.substr(1, quoted.size() - 2));
}

std::string asUrl(std::string_view secret)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (const char c : secret) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || std::string_view("-._~").find(c) != std::string_view::npos)
            text += c;
        else
            text.append({'%', digits[byte >> 4U], digits[byte & 15U]});
    }
    return text;
}

std::string asBase64(std::string_view secret)
{
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t at = 0; at < secret.size(); at += 3) {
        const std::string_view group = secret.substr(at, 3);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i)
            bits = bits << 8U | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
        for (std::size_t i = 0; i <= group.size(); ++i) text += digits[bits >> (18 - 6 * i) & 63U];
    }
    return text;
}

} // namespace

void Redactor::add(std::string_view secret)
{
    if (secret.empty()) return;
    for (const std::string& form :
         {std::string(secret), asJson(secret), asUrl(secret), asBase64(secret)})
        addForm(form);
}

void Redactor::addForm(std::string_view form)
{
    if (form.size() < kRunBytes) {
        shorts_.emplace(form);
        return;
    }
    for (std::size_t at = 0; at + kRunBytes <= form.size(); ++at)
        runs_.emplace(form.substr(at, kRunBytes));
}

std::vector<bool> Redactor::hiddenIn(std::string_view text) const
{
    std::vector<bool> hidden(text.size());
    const auto hide = [&hidden](std::size_t at, std::size_t size) {
        std::fill_n(hidden.begin() + static_cast<std::ptrdiff_t>(at), size, true);
    };
    for (std::size_t at = 0; at + kRunBytes <= text.size(); ++at)
        if (runs_.contains(text.substr(at, kRunBytes))) hide(at, kRunBytes);
    for (const std::string& form : shorts_)
        for (std::size_t at = text.find(form); at != std::string_view::npos;
             at = text.find(form, at + 1))
            hide(at, form.size());
    return hidden;
}

std::string Redactor::clean(std::string_view text) const
{
    const std::vector<bool> hidden = hiddenIn(text);
    std::string shown;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!hidden[at])
            shown += text[at];
        else if (at == 0 || !hidden[at - 1])
            shown += "...";
    }
    return shown;
}

} // namespace historian::secrets
