#pragma once

#include "Arduino.h"

inline uint32_t esp_random()
{
    board.random = board.random * 1664525U + 1013904223U;
    return board.random;
}
