#include "example_input.h"

HISTORIAN_INPUT(historian::example::ExampleInput);
