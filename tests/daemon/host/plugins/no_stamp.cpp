#include "idle_input.h"
#include "marker.h"

namespace {

const Marker marker;

} // namespace

extern "C" HISTORIAN_VISIBLE const historian::PluginEntry historianPlugin;
const historian::PluginEntry historianPlugin{historian::PluginKind::Input,
                                             {"no_stamp", "1.0.0", "Has no stamp", {}},
                                             &historian::makeInputOf<IdleInput>,
                                             nullptr};
