#include <historian/plugin.h>

namespace {

__attribute__((used, retain, section(HISTORIAN_STAMP))) const char stamp = 0;

} // namespace
