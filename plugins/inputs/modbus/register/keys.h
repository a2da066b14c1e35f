#pragma once

#include <historian/config.h>

namespace historian::modbus {

inline constexpr std::size_t kItemsPerUnitMax = 2000;

inline constexpr std::string_view kTables[] = {"coil", "discrete", "holding", "input"};
inline constexpr std::string_view kTypes[] = {"u16",
                                              "s16",
                                              "u32",
                                              "s32",
                                              "u64",
                                              "s64",
                                              "f32",
                                              "f64",
                                              "bit",
                                              "bits",
                                              "string",
                                              "bits32",
                                              "bcd16",
                                              "bcd32"};
inline constexpr std::string_view kOrders[] = {"big", "little_words", "little_bytes", "little"};

/// The keys of one register, in a profile and under a unit; README.md explains them.
inline constexpr Key kRegisterKeys[] = {
    {.name = "metric", .meaning = "the name that its value gets", .required = true},
    {.name = "address",
     .meaning = "as sent on the wire, from 0; decimal, or hexadecimal with 0x",
     .required = true},
    {.name = "table",
     .type = KeyType::Choice,
     .fallback = "holding",
     .meaning = "which of the four tables it stands in",
     .choices = kTables},
    {.name = "type",
     .type = KeyType::Choice,
     .fallback = "u16",
     .meaning = "what its bits mean",
     .choices = kTypes},
    {.name = "order",
     .type = KeyType::Choice,
     .fallback = "big",
     .meaning = "order of words and bytes; if absent, that of the section",
     .choices = kOrders},
    {.name = "scale",
     .type = KeyType::Number,
     .fallback = "1",
     .meaning = "the number is multiplied by it"},
    {.name = "offset",
     .type = KeyType::Number,
     .fallback = "0",
     .meaning = "and then this is added"},
    {.name = "scale_register", .meaning = "address of a signed register with a power of ten"},
    {.name = "sentinel",
     .type = KeyType::List,
     .meaning = "raw values that mean \"not available\", or auto"},
    {.name = "bit",
     .type = KeyType::Integer,
     .fallback = "0",
     .meaning = "the lowest bit, for bit, bits and bits32",
     .min = 0,
     .max = 31},
    {.name = "length",
     .type = KeyType::Integer,
     .fallback = "1",
     .meaning = "how many bits (bits, bits32) or registers (string)",
     .min = 1,
     .max = 125},
    {.name = "labels",
     .type = KeyType::List,
     .meaning = "texts for numbers, like 4=mppt; the value becomes a text"},
    {.name = "interval",
     .type = KeyType::Duration,
     .fallback = "0s",
     .meaning = "read it again no sooner than this",
     .min = 0,
     .max = 30 * 86400.0},
    {.name = "models",
     .type = KeyType::List,
     .meaning = "SunSpec models, the first that the device has; addresses count from its ID"},
};

} // namespace historian::modbus
