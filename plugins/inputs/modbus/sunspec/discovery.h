#pragma once

#include "link/line.h"
#include "register/item.h"

#include <functional>
#include <optional>

namespace historian::modbus {

/// Asks the unit.
using Ask = std::function<Task<Answer>(Read)>;

inline constexpr std::size_t kModelsMax = 200;

/// One model that a SunSpec device has.
struct Model {
    std::uint16_t id = 0;
    std::uint16_t address = 0; ///< of the register that holds the id
    std::uint16_t length = 0;  ///< registers after id and length

    friend bool operator==(const Model&, const Model&) = default;
};

/// What a walk found.
struct Discovery {
    Answer::Kind end = Answer::Kind::Values; ///< Values: it came to its end
    bool isWhole = true; ///< the device was not busy or garbled on the way: there is no more
    std::optional<std::uint16_t> base; ///< where SunS stands; nothing: nowhere
    std::vector<Model> models;
};

/// Looks for SunS at `base`, or at 40000, 50000 and 0, and walks from model to model up to the end
/// mark; models may follow each other up to address 65535, at most kModelsMax of them.
Task<Discovery> discoverModels(Ask ask, std::optional<std::uint16_t> base);

/// The items with addresses of this device: those of models count from where the first of their
/// models stands; what no model of the device has is left out, and a metric comes from the first
/// item that has a place.
std::vector<Item> placeItems(const std::vector<Item>& items, const std::vector<Model>& models);

} // namespace historian::modbus
