#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace historian::devices {

/// What a device holds: table (`holding`, `input`, `coil`, `discrete`, or a SunSpec model as
/// `model 103`, counted from its ID) -> address -> word or bit.
using Image = std::map<std::string, std::map<std::uint32_t, std::uint16_t>>;

struct Expectation {
    std::string metric;
    std::string value; ///< `230.5`, `true`, `mppt`, or `none` and a quality: `none bad_sentinel`
};

/// Raw registers, and the values that the profile makes of them.
struct Vector {
    std::string name;
    Image image;
    std::vector<Expectation> expected;
};

/// Reads a file of vectors, three kinds of lines:
///     case NAME                         begins the next vector
///     TABLE ADDRESS: WORD WORD ...      words in hex from an address on; bits for coil, discrete
///     METRIC = VALUE                    what must come of it
/// Throws std::runtime_error with file and line.
std::vector<Vector> readVectors(const std::filesystem::path& file);

} // namespace historian::devices
