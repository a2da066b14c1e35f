#pragma once

#include "Arduino.h"

constexpr int WIFI_STA = 1;

struct FakeWiFi {
    void mode(int /*mode*/) {}

    void setAutoReconnect(bool /*on*/) {}

    void begin(const char* /*name*/, const char* /*password*/) { ++board.wifiBegins; }

    void disconnect() {}
};

inline FakeWiFi WiFi;
