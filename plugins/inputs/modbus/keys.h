#pragma once

#include "register/keys.h"

namespace historian::modbus {

inline constexpr Key kUnitKeys[] = {
    {.name = "id",
     .type = KeyType::Integer,
     .meaning = "its number on the bus, 0 to 255",
     .required = true,
     .min = 0,
     .max = 255},
    {.name = "device", .meaning = "the id that its readings get", .required = true},
    {.name = "connection", .meaning = "where it is; if absent, the connection of the instance"},
    {.name = "profile", .meaning = "what its registers mean: a file of etc/devices"},
    {.name = "interval",
     .type = KeyType::Duration,
     .fallback = "1s",
     .meaning = "from one poll to the next; if absent, that of the connection",
     .min = 0.1,
     .max = 86400},
    {.name = "registers",
     .type = KeyType::List,
     .meaning = "registers beside those of the profile",
     .children = kRegisterKeys},
};

inline constexpr Key kTlsKeys[] = {
    {.name = "ca", .meaning = "PEM file: who may have signed the device's certificate"},
    {.name = "cert", .meaning = "PEM file: the certificate that is shown to the device"},
    {.name = "key", .meaning = "PEM file: its key"},
    {.name = "name", .meaning = "name in the device's certificate, if it is not that of the host"},
};

/// The keys of an instance.
inline constexpr Key kKeys[] = {
    {.name = "connection",
     .meaning = "tcp://HOST:502, rtutcp://HOST:PORT, tls://HOST:802 or rtu:///dev/NAME?baud=9600"},
    {.name = "interval",
     .type = KeyType::Duration,
     .fallback = "1s",
     .meaning = "from one poll to the next",
     .min = 0.1,
     .max = 86400},
    {.name = "timeout",
     .type = KeyType::Duration,
     .fallback = "2s",
     .meaning = "how long a unit may take to answer; written here it counts for every unit",
     .min = 0.02,
     .max = 60},
    {.name = "tls",
     .type = KeyType::Map,
     .meaning = "files for tls:// connections",
     .children = kTlsKeys},
    {.name = "units",
     .type = KeyType::List,
     .meaning = "the devices behind the connection, or each with its own",
     .children = kUnitKeys},
};

inline constexpr Key kSunSpecKeys[] = {
    {.name = "base", .fallback = "auto", .meaning = "address where SunS stands"},
};

/// The keys of the section `modbus` of a device profile.
inline constexpr Key kProfileKeys[] = {
    {.name = "order",
     .type = KeyType::Choice,
     .fallback = "big",
     .meaning = "order of words and bytes",
     .choices = kOrders},
    {.name = "gap_max",
     .type = KeyType::Integer,
     .fallback = "16",
     .meaning = "unwanted registers that may be read between wanted ones",
     .min = 0,
     .max = 125},
    {.name = "request_registers_max",
     .type = KeyType::Integer,
     .fallback = "100",
     .meaning = "how many registers may be read at once",
     .min = 1,
     .max = 125},
    {.name = "timeout",
     .type = KeyType::Duration,
     .fallback = "2s",
     .meaning = "how long it may take to answer",
     .min = 0.02,
     .max = 60},
    {.name = "connect_delay",
     .type = KeyType::Duration,
     .fallback = "0s",
     .meaning = "pause after connecting before the first request",
     .min = 0,
     .max = 10},
    {.name = "request_gap",
     .type = KeyType::Duration,
     .fallback = "0s",
     .meaning = "pause between two requests",
     .min = 0,
     .max = 10},
    {.name = "interval_min",
     .type = KeyType::Duration,
     .fallback = "0s",
     .meaning = "it must not be polled more often",
     .min = 0,
     .max = 3600},
    {.name = "sunspec",
     .type = KeyType::Map,
     .meaning = "where its SunSpec models are looked for",
     .children = kSunSpecKeys},
    {.name = "registers",
     .type = KeyType::List,
     .meaning = "its registers",
     .children = kRegisterKeys},
};

} // namespace historian::modbus
