#include "exec_input.h"

#include <historian/plugin.h>

HISTORIAN_INPUT(historian::exec::ExecInput);
