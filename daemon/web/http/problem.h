#pragma once

#include <historian/http.h>

#include <string_view>

namespace historian::web {

/// An error as RFC 9457 wants it, with a stable `code`. On the predecessor's paths it is the
/// predecessor's {"detail":...}.
HttpReply
problem(int status, std::string_view code, std::string_view detail, std::string_view path);

/// Whether errors on this path have the predecessor's form.
bool isPredecessorPath(std::string_view path);

/// "Not Found", …; empty for a status that the server never sends.
std::string_view reasonOf(int status);

} // namespace historian::web
