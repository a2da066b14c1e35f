#pragma once

#include "config/node.h"
#include "config/yaml/yaml_config.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace historian::config {

/// A directory that goes with the test.
class TempDirectory {
public:
    TempDirectory()
    {
        std::string name = (std::filesystem::temp_directory_path() / "historian-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }

    ~TempDirectory() { std::filesystem::remove_all(path_); }

    TempDirectory(const TempDirectory&) = delete;
    TempDirectory& operator=(const TempDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }

    std::filesystem::path write(const std::string& name, const std::string& text) const
    {
        std::ofstream(path_ / name) << text;
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

inline Node yaml(std::string_view text)
{
    return parseYaml(text, "h.yaml");
}

inline std::vector<std::string> texts(const std::vector<Problem>& problems)
{
    std::vector<std::string> all;
    for (const Problem& problem : problems) all.push_back(problem.text());
    return all;
}

using Texts = std::vector<std::string>;

} // namespace historian::config
