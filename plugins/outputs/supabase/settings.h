#pragma once

#include "curl/http_client.h"

#include <historian/config.h>

#include <string>
#include <string_view>
#include <vector>

namespace historian::supabase {

/// How readings are written in a request.
enum class Encoding { Columnar, Json, Csv };

/// What the configuration says, checked.
struct Settings {
    static constexpr std::string_view kEncodings[] = {"auto", "json", "csv", "columnar"};

    static constexpr Key kKeys[] = {
        {.name = "url",
         .meaning = "the project's address, https://REF.supabase.co or your own domain",
         .required = true},
        {.name = "key",
         .type = KeyType::Secret,
         .meaning = "the publishable key (with email and password), or a secret key",
         .required = true},
        {.name = "email", .meaning = "of the Auth user of this gateway, see historian_enroll"},
        {.name = "password", .type = KeyType::Secret, .meaning = "of that Auth user"},
        {.name = "encoding",
         .type = KeyType::Choice,
         .fallback = "auto",
         .meaning = "of readings on the wire; auto: columnar where schema.sql is installed, "
                    "else json",
         .choices = kEncodings},
        {.name = "proxy",
         .meaning = "URL of an HTTP or SOCKS proxy, without a login; else as the environment says"},
        {.name = "proxy_login", .type = KeyType::Secret, .meaning = "USER:PASSWORD for the proxy"},
        {.name = "ca_file", .meaning = "PEM file of the authority of a self-hosted server"},
        {.name = "resolve",
         .type = KeyType::List,
         .meaning = "HOST:PORT:ADDRESS, where the name cannot be resolved"}};

    std::string url; ///< without a slash at the end
    std::string key;
    bool isKeyKnown = false; ///< sb_... or a JWT; another one is not sent to anybody
    std::string email;
    std::string password;
    Encoding encoding = Encoding::Columnar;
    bool isEncodingFixed = false; ///< not `auto`
    curl::Route route;
    std::vector<std::string> secrets; ///< what must be kept out of every text
    std::vector<std::string> faults;  ///< why it can never work, each with its place; no secret
};

/// Said of a key that is not known.
inline constexpr std::string_view kStrangeKey =
    "the key is neither sb_publishable_..., sb_secret_... nor a JWT of three parts: copy it again "
    "from Project Settings > API Keys";

/// Throws ConfigError, with the place, for what cannot work.
Settings readSettings(const Config& config);

} // namespace historian::supabase
