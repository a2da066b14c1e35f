#pragma once

#include <historian/host.h>

namespace historian::modbus {

/// One counter for each thing that can become of bytes on a line. Threads: any.
struct LineCounters {
    explicit LineCounters(Host& host);

    Counter& connects;
    Counter& requests;
    Counter& timeouts;
    Counter& late;
    Counter& foreign;
    Counter& malformed;
    Counter& truncated;
    Counter& noise;
    Counter& echoes;
};

} // namespace historian::modbus
