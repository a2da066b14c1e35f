#include "exec_output.h"

#include <historian/plugin.h>

HISTORIAN_OUTPUT(historian::exec::ExecOutput);
