#pragma once

#include "line/checksum.h"
#include "line/pattern.h"

#include <historian/config.h>
#include <historian/host.h>

#include <termios.h>

#include <cstdint>
#include <string>
#include <vector>

namespace historian::serial {

enum class Format : std::uint8_t { Auto, Json, Firmware, Csv, Pairs, Pattern };

/// The configuration of one line, understood.
struct Settings {
    std::string device;
    std::string baudText;
    speed_t baud = B115200;
    Format format = Format::Auto;
    std::string deviceId; ///< of readings that name none; empty: that of the line's last JSON
    std::vector<std::string> columns;
    std::vector<Pattern> patterns;
    char separator = ',';
    Checksum checksum = Checksum::None;
    std::string ack; ///< written after the commit of a line's readings; empty: nothing is
    std::size_t lineBytesMax = 4096;
};

inline constexpr std::string_view kFormats[] = {
    "auto", "json", "firmware", "csv", "pairs", "pattern"};
inline constexpr std::string_view kChecksums[] = {"none", "nmea", "crc16"};
inline constexpr std::string_view kBauds[] = {"1200",
                                              "2400",
                                              "4800",
                                              "9600",
                                              "19200",
                                              "38400",
                                              "57600",
                                              "115200",
                                              "230400",
                                              "460800",
                                              "500000",
                                              "921600",
                                              "1000000",
                                              "2000000"};

/// What the device prints; also the `serial:` section of a device profile.
inline constexpr Key kPatternKeys[] = {
    {.name = "baud",
     .type = KeyType::Choice,
     .fallback = "115200",
     .meaning = "bits a second; 8 data bits, no parity, 1 stop bit",
     .choices = kBauds},
    {.name = "format",
     .type = KeyType::Choice,
     .fallback = "auto",
     .meaning = "what a line is; auto: JSON, or text of the ESP32 field firmware",
     .choices = kFormats},
    {.name = "columns",
     .type = KeyType::List,
     .meaning = "csv: the metric of each value, - to pass one over; pairs: sent=metric"},
    {.name = "patterns",
     .type = KeyType::List,
     .meaning =
         "pattern: lines with a {metric} in place of each value; the first that fits counts"},
    {.name = "separator", .fallback = ",", .meaning = "csv: one character, or tab, or blank"},
    {.name = "checksum",
     .type = KeyType::Choice,
     .fallback = "none",
     .meaning = "the trailer of each line: nmea is *hh (XOR), crc16 is *hhhh (CRC-16/MODBUS)",
     .choices = kChecksums}};

inline constexpr Key kKeys[] = {
    {.name = "device",
     .meaning =
         "the port: /dev/serial/by-id/... or /dev/serial/by-path/..., which outlive replugging",
     .required = true},
    {.name = "device_id",
     .meaning = "the id of readings that name none; by default that of the last JSON line"},
    {.name = "profile",
     .meaning = "a device profile whose serial: section says what the lines are"},
    kPatternKeys[0],
    kPatternKeys[1],
    kPatternKeys[2],
    kPatternKeys[3],
    kPatternKeys[4],
    kPatternKeys[5],
    {.name = "ack",
     .meaning = "the line written back once a line's readings are stored; {id} is the message id"},
    {.name = "line_bytes_max",
     .type = KeyType::Size,
     .fallback = "4KiB",
     .meaning = "a longer line is refused",
     .min = 64,
     .max = 65536}};

/// Throws ConfigError with the place of what is wrong.
Settings readSettings(Host& host, const Config& config);

} // namespace historian::serial
