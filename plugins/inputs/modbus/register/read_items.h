#pragma once

#include "register/item.h"

#include <historian/host.h>

namespace historian::modbus {

/// Understands the maps of a `registers` list; `order` is that of the section. Throws ConfigError
/// with the place of what is wrong.
std::vector<Item> readItems(Host& host, const std::vector<const Config*>& maps, Order order);

/// The enumerator with that name of kOrders.
Order orderNamed(std::string_view name);

} // namespace historian::modbus
