#include "@NAME@_input.h"

HISTORIAN_INPUT(historian::@NAME@::@Name@Input);
