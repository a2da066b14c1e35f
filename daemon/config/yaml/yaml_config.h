#pragma once

#include "config/node.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace historian::config {

inline constexpr std::size_t kFileBytesMax = 256 * 1024;
inline constexpr std::size_t kNestingMax = 16;
inline constexpr std::size_t kNodesMax = 20'000;

/// Reads one YAML document; an empty one is Null. Anchors, aliases, a key written twice, a key that
/// is not a text and a second document are refused. Throws ConfigError with the place.
/// Threads: any.
Node parseYaml(std::string_view text, const std::string& file);

/// The bytes of a configuration file. Throws ConfigError if it cannot be read or is too large.
std::string readConfigFile(const std::filesystem::path& file);

/// The version of yaml-cpp this was built with.
std::string_view yamlVersion();

} // namespace historian::config
