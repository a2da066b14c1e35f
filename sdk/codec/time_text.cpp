#include <historian/codec/time_text.h>

#include <array>
#include <cmath>
#include <cstdio>

namespace historian::codec {

namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int kYearMin = 1970;
constexpr int kYearMax = 2200;
constexpr int kDecimalsMax = 9;
constexpr int kDecimalsKept = 6;

// Takes fixed pieces off the front of a text; once one is missing, all that follow are.
class Pieces {
public:
    explicit Pieces(std::string_view text) : rest_(text) {}

    // A number of exactly `digits` digits in [min, max].
    int number(std::size_t digits, int min, int max)
    {
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            if (i >= rest_.size() || rest_[i] < '0' || rest_[i] > '9') return fail();
            value = value * 10 + (rest_[i] - '0');
        }
        rest_.remove_prefix(digits);
        return value < min || value > max ? fail() : value;
    }

    void literal(char c)
    {
        if (!take(c)) fail();
    }

    bool take(char c)
    {
        if (!isWhole_ || rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }

    // 1 to 9 decimals of a second, cut to microseconds.
    microseconds decimals()
    {
        int count = 0;
        std::int64_t value = 0;
        for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; ++count) {
            if (count < kDecimalsKept) value = value * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        if (count == 0 || count > kDecimalsMax) fail();
        for (int i = count; i < kDecimalsKept; ++i) value *= 10;
        return microseconds(value);
    }

    bool isDone() const { return isWhole_ && rest_.empty(); }

private:
    int fail()
    {
        isWhole_ = false;
        rest_ = {};
        return 0;
    }

    std::string_view rest_;
    bool isWhole_ = true;
};

std::chrono::minutes zoneOffset(Pieces& pieces)
{
    if (pieces.take('Z') || pieces.take('z')) return 0min;
    const bool isEast = pieces.take('+');
    if (!isEast) pieces.literal('-');
    const auto size = hours(pieces.number(2, 0, 23));
    pieces.literal(':');
    const auto offset = size + minutes(pieces.number(2, 0, 59));
    return isEast ? offset : -offset;
}

} // namespace

std::optional<Time> parseTime(std::string_view text)
{
    Pieces pieces(text);
    const int year = pieces.number(4, kYearMin, kYearMax);
    pieces.literal('-');
    const int month = pieces.number(2, 1, 12);
    pieces.literal('-');
    const int day = pieces.number(2, 1, 31);
    if (!pieces.take('T')) pieces.literal('t');
    const int hour = pieces.number(2, 0, 23);
    pieces.literal(':');
    const int minute = pieces.number(2, 0, 59);
    pieces.literal(':');
    const int second = pieces.number(2, 0, 60);
    microseconds fraction{0};
    if (pieces.take('.')) fraction = pieces.decimals();
    const minutes offset = zoneOffset(pieces);
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!pieces.isDone() || !date.ok()) return std::nullopt;
    const microseconds ofMinute =
        second == 60 ? microseconds(59'999'999) : microseconds(seconds(second)) + fraction;
    const Time time =
        std::chrono::sys_days(date) + hours(hour) + minutes(minute) - offset + ofMinute;
    if (time.time_since_epoch() < 0us) return std::nullopt;
    return time;
}

std::optional<Time> timeOfEpoch(double number)
{
    if (!std::isfinite(number) || number < 0) return std::nullopt;
    const double perUnit = number < 1e11 ? 1e6 : number < 1e14 ? 1e3 : number < 1e17 ? 1 : 1e-3;
    const double micros = number * perUnit;
    constexpr Time kEnd = std::chrono::sys_days{std::chrono::year(kYearMax + 1) / 1 / 1};
    if (micros >= static_cast<double>(kEnd.time_since_epoch().count())) return std::nullopt;
    return Time(microseconds(std::llround(micros)));
}

std::string timeText(Time time)
{
    const auto day = floor<days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    std::array<char, 48> out;
    int length = std::snprintf(out.data(),
                               out.size(),
                               "%04d-%02u-%02uT%02d:%02d:%02d",
                               static_cast<int>(date.year()),
                               static_cast<unsigned>(date.month()),
                               static_cast<unsigned>(date.day()),
                               static_cast<int>(clock.hours().count()),
                               static_cast<int>(clock.minutes().count()),
                               static_cast<int>(clock.seconds().count()));
    std::string text(out.data(), static_cast<std::size_t>(length));
    const auto micros = static_cast<int>(clock.subseconds().count());
    if (micros != 0) {
        length = micros % 1000 == 0 ? std::snprintf(out.data(), out.size(), ".%03d", micros / 1000)
                                    : std::snprintf(out.data(), out.size(), ".%06d", micros);
        text.append(out.data(), static_cast<std::size_t>(length));
    }
    return text + 'Z';
}

} // namespace historian::codec
