#include "journal/name_table.h"

#include <algorithm>

namespace historian::sqlite {

void NameTable::load(std::uint32_t id, NameKind kind, std::string_view text)
{
    names_.push_back({id, kind, std::string(text)});
    const Result<Symbol> symbol = host_.symbol(kind, text);
    give(symbol ? *symbol : Symbol{}, id);
    keepUnsaved();
}

std::uint32_t NameTable::idOf(NameKind kind, Symbol symbol)
{
    if (symbol.number < idBySymbol_.size() && idBySymbol_[symbol.number] != 0)
        return idBySymbol_[symbol.number];
    return resolve(kind, symbol);
}

std::uint32_t NameTable::resolve(NameKind kind, Symbol symbol)
{
    // A name that the host did not admit at start may have been admitted since.
    const std::string_view text = host_.name(symbol);
    const auto known = std::ranges::find_if(
        names_, [&](const Name& name) { return name.kind == kind && name.text == text; });
    std::uint32_t id = known == names_.end() ? 0 : known->id;
    if (id == 0) {
        id = names_.empty() ? 1 : names_.back().id + 1;
        names_.push_back({id, kind, std::string(text)});
    }
    give(symbol, id);
    return id;
}

void NameTable::give(Symbol symbol, std::uint32_t id)
{
    if (symbolById_.size() <= id) symbolById_.resize(id + 1);
    symbolById_[id] = symbol;
    if (symbol.number == 0) return;
    if (idBySymbol_.size() <= symbol.number) idBySymbol_.resize(symbol.number + 1);
    idBySymbol_[symbol.number] = id;
}

void NameTable::publish()
{
    const std::lock_guard lock(mutex_);
    if (*published_ != symbolById_)
        published_ = std::make_shared<const std::vector<Symbol>>(symbolById_);
}

void NameTable::forgetUnsaved()
{
    for (const Name& name : unsaved()) {
        idBySymbol_[symbolById_[name.id].number] = 0;
        symbolById_[name.id] = {};
    }
    names_.erase(names_.begin() + static_cast<std::ptrdiff_t>(savedCount_), names_.end());
    publish();
}

NamesById NameTable::byId() const
{
    const std::lock_guard lock(mutex_);
    return published_;
}

std::uint32_t NameTable::findDevice(Symbol device) const
{
    const NamesById names = byId();
    const auto found = std::ranges::find(*names, device);
    return found == names->end() || device.number == 0
               ? 0
               : static_cast<std::uint32_t>(found - names->begin());
}

} // namespace historian::sqlite
