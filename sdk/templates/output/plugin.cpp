#include "@NAME@_output.h"

HISTORIAN_OUTPUT(historian::@NAME@::@Name@Output);
