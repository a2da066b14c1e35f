#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace historian::web::api {

/// The text of one field of a JSON object; nothing if it is not there or the body is no object.
std::optional<std::string> textField(std::string_view body, const std::string& field);

/// A JSON object written anew, so that it can stand in another; nothing if it is none.
std::optional<std::string> objectText(std::string_view body);

} // namespace historian::web::api
