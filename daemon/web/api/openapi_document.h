#pragma once

#include <string_view>

namespace historian::web::api {

/// openapi.json as it was when the program was built.
std::string_view openapiDocument();

} // namespace historian::web::api
