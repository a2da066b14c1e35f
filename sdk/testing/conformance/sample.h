#pragma once

#include <historian/config.h>
#include <historian/testing/test_config.h>

#include <filesystem>
#include <span>
#include <string>

namespace historian::conformance {

/// Puts what a sample file says into the configuration. The file is one instance as it stands
/// in a list of `inputs:` or `outputs:`, alone or as the only item of a list; `name`, `plugin` and
/// what every instance may have are skipped. Throws ConfigError.
void loadSample(const std::filesystem::path& file, testing::TestConfig& config);

/// The first key of the schema that the sample's text, comments included, does not show.
std::string firstUnshown(std::span<const Key> keys, const std::filesystem::path& file);

} // namespace historian::conformance
