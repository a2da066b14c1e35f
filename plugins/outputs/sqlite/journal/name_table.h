#pragma once

#include <historian/host.h>
#include <historian/reading.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace historian::sqlite {

/// Symbols by name id; a name the host does not admit has none. Shared, because a reader keeps
/// the names of its moment while the writer adds new ones.
using NamesById = std::shared_ptr<const std::vector<Symbol>>;

/// The names of one file: their numbers on disk and the host's symbols for them.
/// Threads: idOf(), unsaved(), publish() and forgetUnsaved() from the commit thread, the others
/// from any.
class NameTable {
public:
    explicit NameTable(Host& host) : host_(host) {}

    struct Name {
        std::uint32_t id;
        NameKind kind;
        std::string text;
    };

    /// Takes in a name that the file holds. Ids come in ascending order. Only before the first
    /// idOf().
    void load(std::uint32_t id, NameKind kind, std::string_view text);

    /// The id of a symbol; a new one if the file has no such name yet.
    std::uint32_t idOf(NameKind kind, Symbol symbol);

    /// Names without a place in the file yet.
    std::span<const Name> unsaved() const { return std::span(names_).subspan(savedCount_); }

    /// Shows the new names to readers. Called before the transaction that writes them ends, so that
    /// a reader that sees its rows sees its names.
    void publish();

    /// The transaction that wrote the new names has ended well; or it has not.
    void keepUnsaved() { savedCount_ = names_.size(); }

    void forgetUnsaved();

    NamesById byId() const;

    /// The id of a device's symbol; 0 if the file has no reading of it.
    std::uint32_t findDevice(Symbol device) const;

private:
    std::uint32_t resolve(NameKind kind, Symbol symbol);
    void give(Symbol symbol, std::uint32_t id);

    Host& host_;
    std::vector<Name> names_; ///< in the order of their ids
    std::size_t savedCount_ = 0;
    std::vector<std::uint32_t> idBySymbol_; ///< 0: not looked up yet
    std::vector<Symbol> symbolById_{Symbol{}};
    NamesById published_ = std::make_shared<const std::vector<Symbol>>(1);
    mutable std::mutex mutex_; ///< guards published_
};

} // namespace historian::sqlite
