#include <historian/plugin.h>

__attribute__((used, retain, section(HISTORIAN_STAMP))) static const char historianStamp = 0;
