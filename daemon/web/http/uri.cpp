#include "web/http/uri.h"

#include <cstddef>

namespace historian::web {

namespace {

constexpr std::size_t kParametersMax = 64;

int digitOf(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool decode(std::string_view raw, bool isQuery, std::string& into)
{
    into.clear();
    for (std::size_t at = 0; at < raw.size(); ++at) {
        char c = raw[at];
        if (c == '%') {
            if (at + 2 >= raw.size()) return false;
            const int high = digitOf(raw[at + 1]);
            const int low = digitOf(raw[at + 2]);
            if (high < 0 || low < 0) return false;
            c = static_cast<char>(high * 16 + low);
            at += 2;
            if (c == '\0' || (!isQuery && isControl(c))) return false;
        } else if (isControl(c) || c == ' ') {
            return false;
        } else if (isQuery && c == '+') {
            c = ' ';
        }
        into += c;
    }
    return true;
}

} // namespace

bool decodePath(std::string_view raw, std::string& into)
{
    return raw.starts_with('/') && decode(raw, false, into);
}

bool decodeQuery(std::string_view raw, Parameters& into)
{
    into.clear();
    while (!raw.empty()) {
        const std::string_view pair = raw.substr(0, raw.find('&'));
        raw.remove_prefix(pair.size());
        if (!raw.empty()) raw.remove_prefix(1);
        if (pair.empty()) continue;
        if (into.size() == kParametersMax) return false;
        auto& [name, value] = into.emplace_back();
        const std::size_t equals = pair.find('=');
        if (!decode(pair.substr(0, equals), true, name)) return false;
        if (equals != std::string_view::npos && !decode(pair.substr(equals + 1), true, value))
            return false;
    }
    return true;
}

} // namespace historian::web
