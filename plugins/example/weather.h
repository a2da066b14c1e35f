#pragma once

#include <historian/clock.h>

namespace historian::example {

struct Weather {
    double irradianceWM2 = 0; ///< a half sine from 06:00 to 18:00 UTC, 1000 at noon, else 0
    double ambientTempC = 0;  ///< a sine of the day: 15 at 03:00, 35 at 15:00
};

/// The invented weather of an instant.
Weather weatherAt(Time time);

} // namespace historian::example
