#pragma once

#include <historian/testing/temp_directory.h>

namespace historian::app {

using historian::testing::TempDirectory;

} // namespace historian::app
