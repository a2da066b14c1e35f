#include "working_input.h"

using namespace historian;

extern "C" HISTORIAN_VISIBLE const PluginEntry historianPlugin;
constinit const PluginEntry historianPlugin{
    PluginKind::Input, broken::aboutOf("no_stamp"), &makeInputOf<broken::WorkingInput>, nullptr};
