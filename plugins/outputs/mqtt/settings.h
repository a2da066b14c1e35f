#pragma once

#include <historian/config.h>

#include <string>

namespace historian::mqtt {

/// The keys of an instance.
inline constexpr Key kKeys[] = {
    Key{.name = "broker",
        .meaning = "mqtts://HOST[:PORT] with TLS, mqtt://HOST[:PORT] without.",
        .required = true},
    Key{.name = "username", .meaning = "The login; empty: none."},
    Key{.name = "password",
        .type = KeyType::Secret,
        .meaning = "Of the login, as ${credential:NAME} or ${file:PATH}."},
    Key{.name = "ca_file",
        .meaning = "The authority that signed the broker's certificate; empty: the system's."},
    Key{.name = "certificate", .meaning = "The gateway's own certificate (PEM file), with key."},
    Key{.name = "key", .meaning = "The private key of certificate (PEM file)."},
    Key{.name = "prefix", .fallback = "historian", .meaning = "Where the topics begin."},
    Key{.name = "discovery_prefix",
        .fallback = "homeassistant",
        .meaning = "Where Home Assistant looks for devices; empty: it is told nothing."},
};

inline constexpr std::size_t kPrefixBytesMax = 128;

struct Settings {
    std::string broker; ///< as shown: scheme, host and port
    std::string host;
    int port = 0;
    bool isTls = false;
    std::string username;
    std::string password;
    std::string caFile;
    std::string certificate;
    std::string key;
    std::string prefix;
    std::string discoveryPrefix;
};

/// Throws ConfigError.
Settings settingsOf(const Config& config);

} // namespace historian::mqtt
