#pragma once

#include "report.h"

#include <historian/plugin.h>
#include <historian/testing/test_config.h>

#include <filesystem>

namespace historian::conformance {

/// What can be said of the file before it is loaded: the stamp, and that no variable of the
/// plugin can change (two instances must not meet in one).
void checkFile(Report& report, const std::filesystem::path& file);

/// The table: kind, factory, name, version; the file's name follows from them.
void checkEntry(Report& report, const PluginEntry* entry, const std::filesystem::path& file);

/// The schema: every key explained, every default a value of its key.
void checkSchema(Report& report, std::span<const Key> keys);

/// The sample: it loads and shows every key. Empty path: there is none, so no key may be required.
void checkSample(Report& report, const PluginAbout& about, const std::filesystem::path& sample);

/// The configuration that the instances under test get.
testing::TestConfig makeConfig(const PluginAbout& about, const std::filesystem::path& sample);

} // namespace historian::conformance
