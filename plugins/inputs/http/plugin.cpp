#include "http_input.h"

#include <historian/plugin.h>

HISTORIAN_INPUT(historian::http::HttpInput);
