#include "config/yaml/ambiguous_text.h"

#include <gtest/gtest.h>

namespace historian::config {
namespace {

TEST(AmbiguousText, IsWhatReadersOfYamlDisagreeAbout)
{
    for (const char* plain :
         {"no",   "No",   "NO",  "on",   "off",   "yes",  "y",     "N",        "true",
          "null", "~",    "010", "00",   "1e3",   "1.10", "1.",    "12:30:45", "1_000",
          "0x1F", "0b11", "0o7", ".inf", "-.Inf", "+010", "-1e-3", ".5",       "2025-01-20"})
        EXPECT_TRUE(isAmbiguous(plain)) << plain;
}

TEST(AmbiguousText, IsNoOrdinaryName)
{
    for (const char* plain : {"ESP32-001",
                              "meter-1",
                              "north",
                              "0xyz",
                              "12",
                              "0",
                              "1e3b",
                              "10.0.0.x",
                              "a:b",
                              "none",
                              "e3",
                              "2025-01-2x",
                              "12-34",
                              "inf",
                              "nan"})
        EXPECT_FALSE(isAmbiguous(plain)) << plain;
}

} // namespace
} // namespace historian::config
