#pragma once

#include "child/child_settings.h"

#include <historian/testing/temp_directory.h>

#include <fstream>
#include <string>

namespace historian::child {

/// A small Python program for a test, in a folder of its own that goes with it.
class TestScript {
public:
    explicit TestScript(const std::string& text)
    {
        std::ofstream(path()) << "import json, os, signal, subprocess, sys, time\n"
                                 "def say(x): print(json.dumps(x), flush=True)\n"
                                 "hello = json.loads(sys.stdin.readline())\n"
                              << text;
    }

    ChildSettings settings() const
    {
        ChildSettings settings;
        settings.command = {"/usr/bin/python3", path()};
        return settings;
    }

    std::string path() const { return folder_ / "script.py"; }

private:
    testing::TempDirectory folder_;
};

} // namespace historian::child
