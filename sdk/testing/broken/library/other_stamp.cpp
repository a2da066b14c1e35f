#include "working_input.h"

using namespace historian;

__attribute__((
    used, retain, section("historian_abi_0.libstdcxx12.cxx11"))) static const char oldStamp = 0;
extern "C" HISTORIAN_VISIBLE const PluginEntry historianPlugin;
constinit const PluginEntry historianPlugin{
    PluginKind::Input, broken::aboutOf("other_stamp"), &makeInputOf<broken::WorkingInput>, nullptr};
