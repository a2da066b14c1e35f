#include "modbus_input.h"

HISTORIAN_INPUT(historian::modbus::ModbusInput);
