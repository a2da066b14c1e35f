#pragma once

#include "wire/endpoint.h"

#include <historian/delivery.h>

#include <cstddef>
#include <string_view>

namespace historian::supabase {

/// The same answer for all `count` records of a request that was not an acknowledgement. The
/// host narrows a Rejected down to the record that is wrong.
Deliveries deliveriesOf(const Reply& reply, std::size_t count);

/// A success without the signs of one: nothing was acknowledged, a person must look.
Reply suspect(Reply reply);

/// The answers for `count` records of which the database took `inserted`. It does not say which
/// were the new ones; records sent again come first, so the first ones are called duplicates.
Deliveries acknowledged(std::size_t count, std::size_t inserted);

} // namespace historian::supabase
