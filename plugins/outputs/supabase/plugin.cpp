#include "supabase_output.h"

HISTORIAN_OUTPUT(historian::supabase::SupabaseOutput);
