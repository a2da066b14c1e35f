#pragma once

#include "secrets/redactor.h"

#include <historian/config.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace historian::postgres {

inline constexpr std::string_view kTlsModes[] = {"disable", "require", "verify-ca", "verify-full"};

/// The keys of an instance.
inline constexpr Key kKeys[] = {
    Key{.name = "dsn",
        .type = KeyType::Secret,
        .meaning = "All of the connection: postgresql://USER:PASSWORD@HOST:PORT/DATABASE."},
    Key{.name = "host", .meaning = "The server's name or address, or the folder of its socket."},
    Key{.name = "port",
        .type = KeyType::Integer,
        .fallback = "5432",
        .meaning = "The server's port.",
        .min = 1,
        .max = 65'535},
    Key{.name = "database", .fallback = "postgres", .meaning = "The database with the tables."},
    Key{.name = "user", .meaning = "The login, as historian_enroll() printed it."},
    Key{.name = "password", .type = KeyType::Secret, .meaning = "Of the login."},
    Key{.name = "sslmode",
        .type = KeyType::Choice,
        .fallback = "verify-full",
        .meaning = "TLS to a server over TCP.",
        .choices = kTlsModes},
    Key{.name = "ca_file",
        .fallback = "/etc/ssl/certs/ca-certificates.crt",
        .meaning = "The authority that signed the server's certificate (PEM file)."},
};

/// Said of a dsn that cannot be read.
inline constexpr std::string_view kStrangeDsn = "the dsn is neither postgresql://… nor key=value";

/// The parameters of a connection, by libpq's keywords.
using Parameters = std::map<std::string, std::string>;

struct Settings {
    Parameters parameters;                ///< empty if the dsn cannot be read
    std::string server;                   ///< in words, without secrets
    std::vector<std::string> faults = {}; ///< why it can never work, with the place; no secret
};

/// Throws ConfigError. A dsn that cannot be read is told by the empty parameters, not by an error:
/// secrets are resolved late and may be repaired while the daemon runs.
Settings settingsOf(const Config& config);

/// Knows the passwords of these parameters.
secrets::Redactor redactorOf(const Parameters& parameters);

} // namespace historian::postgres
