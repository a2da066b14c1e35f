#pragma once

#include <cstdio>
#include <cstdlib>

/// Leaves a file when the library that holds it is loaded: proof that code of it ran.
struct Marker {
    Marker()
    {
        const char* path = std::getenv("HISTORIAN_TEST_MARKER"); // NOLINT(concurrency-mt-unsafe)
        if (path == nullptr) return;
        if (std::FILE* file = std::fopen(path, "w")) std::fclose(file);
    }
};
