#pragma once

#include <historian/http.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace historian::web {

inline constexpr std::array<Access, 5> kScopes = {
    Access::Ingest, Access::Read, Access::Operate, Access::Report, Access::Admin};

/// "ingest", "read", …
std::string_view scopeName(Access access);

/// The small bodies of login, setup and tokens. What is not there is empty.
struct AuthBody {
    std::string code;
    std::string password;
    std::string name;
    std::vector<Access> scopes;

    /// Nothing: not one flat JSON object, an unknown key, or a value of the wrong type.
    static std::optional<AuthBody> parse(std::string_view json);
};

} // namespace historian::web
