#include "sqlite_store.h"

HISTORIAN_OUTPUT(historian::sqlite::SqliteStore);
