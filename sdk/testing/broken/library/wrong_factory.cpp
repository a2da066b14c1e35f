#include "working_output.h"

HISTORIAN_PLUGIN_(::historian::PluginKind::Input,
                  nullptr,
                  &::historian::makeOutputOf<::historian::broken::WorkingOutput>,
                  ::historian::broken::aboutOf("wrong_factory"));
