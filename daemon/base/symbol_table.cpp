#include "base/symbol_table.h"

#include <algorithm>
#include <mutex>

namespace historian::base {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}

bool isAlphanumeric(char c)
{
    return isDigit(c) || isLower(c) || (c >= 'A' && c <= 'Z');
}

bool isDeviceCharacter(char c)
{
    return isAlphanumeric(c) || c == '.' || c == '_' || c == ':' || c == '@' || c == '-';
}

bool isMetricCharacter(char c)
{
    return isLower(c) || isDigit(c) || c == '_';
}

} // namespace

bool isName(NameKind kind, std::string_view text)
{
    if (text.empty() || text.size() > kNameBytesMax) return false;
    return kind == NameKind::Device
               ? isAlphanumeric(text.front()) && std::ranges::all_of(text, isDeviceCharacter)
               : isLower(text.front()) && std::ranges::all_of(text, isMetricCharacter);
}

Result<Symbol> SymbolTable::symbol(NameKind kind, std::string_view name)
{
    if (const auto known = find(kind, name)) return *known;
    if (!isName(kind, name))
        return Error{kind == NameKind::Device
                         ? "a device id has 1 to 64 of A-Z a-z 0-9 . _ : @ - and begins with a "
                           "letter or digit"
                         : "a metric name has 1 to 64 of a-z 0-9 _ and begins with a letter"};

    const std::unique_lock lock(mutex_);
    Index& index = indexOf(kind);
    if (const auto found = index.find(name); found != index.end()) return found->second;
    if (index.size() >= (kind == NameKind::Device ? kDevicesMax : kMetricsMax))
        return Error{kind == NameKind::Device ? "there are already 256 devices"
                                              : "there are already 4096 metrics"};
    const Name& made = names_.emplace_back(Name{kind, std::string(name)});
    const Symbol symbol{static_cast<std::uint32_t>(names_.size())};
    index.emplace(made.text, symbol);
    return symbol;
}

std::optional<Symbol> SymbolTable::find(NameKind kind, std::string_view name) const
{
    const std::shared_lock lock(mutex_);
    const Index& index = indexOf(kind);
    const auto found = index.find(name);
    if (found == index.end()) return std::nullopt;
    return found->second;
}

std::string_view SymbolTable::name(Symbol symbol) const
{
    const std::shared_lock lock(mutex_);
    if (symbol.number == 0 || symbol.number > names_.size()) return {};
    return names_[symbol.number - 1].text;
}

std::vector<Symbol> SymbolTable::all(NameKind kind) const
{
    const std::shared_lock lock(mutex_);
    std::vector<Symbol> symbols;
    for (std::uint32_t i = 0; i < names_.size(); ++i)
        if (names_[i].kind == kind) symbols.push_back(Symbol{i + 1});
    return symbols;
}

} // namespace historian::base
