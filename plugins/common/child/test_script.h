#pragma once

#include "child/child_settings.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace historian::child {

/// A small Python program for a test, in a folder of its own that goes with it.
class TestScript {
public:
    explicit TestScript(const std::string& text)
    {
        std::string name = (std::filesystem::temp_directory_path() / "child-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        std::ofstream(path()) << "import json, os, signal, subprocess, sys, time\n"
                                 "def say(x): print(json.dumps(x), flush=True)\n"
                                 "hello = json.loads(sys.stdin.readline())\n"
                              << text;
    }

    ~TestScript() { std::filesystem::remove_all(folder_); }

    TestScript(const TestScript&) = delete;
    TestScript& operator=(const TestScript&) = delete;

    ChildSettings settings() const
    {
        ChildSettings settings;
        settings.command = {"/usr/bin/python3", path()};
        return settings;
    }

    std::string path() const { return folder_ + "/script.py"; }

private:
    std::string folder_;
};

} // namespace historian::child
