#include "serial_input.h"

#include <historian/plugin.h>

HISTORIAN_INPUT(historian::serial::SerialInput);
