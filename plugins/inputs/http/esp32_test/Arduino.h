#pragma once

// As much of the ESP32's Arduino core as the sketch uses, so that it compiles and runs in a test.
// `board` is the test's hand on it.

#include <stdint.h>

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>

class String : public std::string {
public:
    using std::string::string;

    String(const std::string& text) : std::string(text) {}

    long toInt() const { return std::strtol(c_str(), nullptr, 10); }
};

struct FakeBoard {
    int64_t uptimeUs = 0;
    uint32_t random = 0x5eed1234;
    std::function<int(uint8_t pin)> analog;
    int delays = 0;
    int wifiBegins = 0;
    void (*task)(void*) = nullptr;
    std::string printed;

    /// The server: gets the whole request, gives a status (negative: no answer) and a Retry-After.
    struct Answer {
        int status = 200;
        std::string retryAfter;
    };

    std::function<Answer(const std::string& request)> serve;
};

inline FakeBoard board;

inline int analogRead(uint8_t pin)
{
    return board.analog ? board.analog(pin) : 0;
}

inline void delay(uint32_t ms)
{
    ++board.delays;
    board.uptimeUs += static_cast<int64_t>(ms) * 1000;
}

struct FakeSerial {
    void begin(unsigned long /*baud*/) {}

    __attribute__((format(printf, 2, 3))) void printf(const char* format, ...)
    {
        char text[256];
        va_list arguments;
        va_start(arguments, format);
        std::vsnprintf(text, sizeof text, format, arguments);
        va_end(arguments);
        board.printed += text;
    }
};

inline FakeSerial Serial;

/// Keeps the task; the test runs its steps.
inline int xTaskCreate(void (*task)(void*),
                       const char* /*name*/,
                       uint32_t /*stackBytes*/,
                       void* /*argument*/,
                       unsigned /*priority*/,
                       void* /*handle*/)
{
    board.task = task;
    return 1;
}
