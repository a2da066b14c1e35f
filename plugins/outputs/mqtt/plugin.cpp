#include "mqtt_output.h"

#include <historian/plugin.h>

#include <mosquitto.h>

HISTORIAN_OUTPUT(historian::mqtt::MqttOutput);

namespace {

// libmosquitto counts its users without a lock, so it is told once for the library, not per
// instance.
__attribute__((constructor)) void openMosquitto()
{
    mosquitto_lib_init();
}

__attribute__((destructor)) void closeMosquitto()
{
    mosquitto_lib_cleanup();
}

} // namespace
