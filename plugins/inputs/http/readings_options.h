#pragma once

#include "body/body_stream.h"
#include "body/document_feed.h"
#include "replies.h"

#include <historian/http.h>
#include <historian/reading.h>

#include <string_view>
#include <variant>

namespace historian::http {

inline constexpr std::size_t kIdempotencyKeyBytesMax = 200;

/// What a request to /api/v1/readings says of itself beside its body.
struct ReadingsOptions {
    ClockPolicy clock = ClockPolicy::Auto;
    BodyForm form = BodyForm::ByShape;
    Packing packing = Packing::None;
    std::string_view idempotencyKey; ///< empty: none
};

/// The options of a request, or what is wrong with them.
std::variant<ReadingsOptions, Problem> readOptions(const HttpRequest& request);

} // namespace historian::http
