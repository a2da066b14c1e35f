#pragma once

#include <historian/error.h>
#include <historian/host.h>
#include <historian/reading.h>

#include <cstddef>
#include <deque>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace historian::base {

inline constexpr std::size_t kDevicesMax = 256;
inline constexpr std::size_t kMetricsMax = 4096;
inline constexpr std::size_t kNameBytesMax = 64;

/// Whether a text can name a device, `[A-Za-z0-9][A-Za-z0-9._:@-]{0,63}`, or a metric,
/// `[a-z][a-z0-9_]{0,63}`.
bool isName(NameKind kind, std::string_view text);

/// The process's only table of names. It knows nothing of who may be admitted (state::Registry).
/// A device and a metric of one name have different symbols.
/// Threads: any.
class SymbolTable : public Names {
public:
    /// The symbol of a name, made if need be. Refused if malformed or if the table is full.
    Result<Symbol> symbol(NameKind kind, std::string_view name);

    /// The symbol of a name that is known already.
    std::optional<Symbol> find(NameKind kind, std::string_view name) const;

    std::string_view name(Symbol symbol) const override;

    /// Every name of a kind, in the order of their making.
    std::vector<Symbol> all(NameKind kind) const;

private:
    struct TextHash {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>{}(text);
        }
    };

    struct Name {
        NameKind kind;
        std::string text;
    };

    using Index = std::unordered_map<std::string_view, Symbol, TextHash, std::equal_to<>>;

    Index& indexOf(NameKind kind) { return kind == NameKind::Device ? devices_ : metrics_; }

    const Index& indexOf(NameKind kind) const
    {
        return kind == NameKind::Device ? devices_ : metrics_;
    }

    std::deque<Name> names_; // a deque: the texts never move
    Index devices_;
    Index metrics_;
    mutable std::shared_mutex mutex_;
};

} // namespace historian::base
