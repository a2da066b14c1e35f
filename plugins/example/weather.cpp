#include "weather.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace historian::example {

Weather weatherAt(Time time)
{
    const auto sinceMidnight = time - std::chrono::floor<std::chrono::days>(time);
    const double hour = std::chrono::duration<double, std::ratio<3600>>(sinceMidnight).count();
    const auto sineFrom = [hour](double start) {
        return std::sin((hour - start) / 12 * std::numbers::pi);
    };
    return {1000 * std::max(0.0, sineFrom(6)), 25 + 10 * sineFrom(9)};
}

} // namespace historian::example
