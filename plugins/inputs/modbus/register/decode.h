#pragma once

#include "register/item.h"

#include <span>
#include <variant>

namespace historian::modbus {

/// What registers mean: a content, or none with the reason.
struct Decoded {
    std::variant<std::monostate, double, std::int64_t, bool, std::string> content;
    Quality quality = Quality::Good;
};

/// The value of an item. `words` are its registers (sizeOf(item) of them); `scaleWord` is its scale
/// register, if it has one.
Decoded decode(const Item& item,
               std::span<const std::uint16_t> words,
               std::optional<std::uint16_t> scaleWord);

/// Adds it to the reading begun last in the batch.
void addTo(Batch& batch, Symbol metric, const Decoded& decoded);

} // namespace historian::modbus
