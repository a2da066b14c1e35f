#include "postgres_output.h"

#include <historian/plugin.h>

HISTORIAN_OUTPUT(historian::postgres::PostgresOutput);
