#include "idle_input.h"
#include "marker.h"

namespace {

const Marker marker;
__attribute__((used, retain, section("historian_abi_0.libstdcxx6.cxx11"))) const char stamp = 0;

} // namespace

extern "C" HISTORIAN_VISIBLE const historian::PluginEntry historianPlugin;
const historian::PluginEntry historianPlugin{historian::PluginKind::Input,
                                             {"wrong_stamp", "1.0.0", "Of another age", {}},
                                             &historian::makeInputOf<IdleInput>,
                                             nullptr};
