#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace historian::load {

enum class Mode : std::uint8_t {
    Single,  ///< one reading per POST, connections kept
    NewConn, ///< one reading per POST and connection, as the boards do
    Bulk,    ///< many lines per POST, connections kept
};

/// How readings are written.
enum class Format : std::uint8_t {
    Json, ///< as the field firmware prints them
    Line, ///< InfluxDB line protocol, for peers that know no other
};

/// The command line.
struct Options {
    Mode mode = Mode::Single;
    Format format = Format::Json;
    std::string host = "127.0.0.1"; ///< an address
    std::uint16_t port = 5000;
    unsigned connections = 64;
    unsigned devices = 16;
    unsigned nanPercent = 0;
    unsigned lines = 1000; ///< of a bulk request
    std::chrono::seconds duration{10};
    std::uint64_t count = 0; ///< requests; 0: by duration
    unsigned rate = 0; ///< requests begun in a second, evenly; 0: as fast as they are answered
    bool isServingBare = false;
};

/// The command line cannot be understood; says why.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

Options readOptions(int count, const char* const* texts);

} // namespace historian::load
