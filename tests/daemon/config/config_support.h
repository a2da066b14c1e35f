#pragma once

#include "config/node.h"
#include "config/yaml/yaml_config.h"

#include <historian/error.h>
#include <historian/testing/temp_directory.h>

#include <string>
#include <vector>

namespace historian::config {

using historian::testing::TempDirectory;

inline Node yaml(std::string_view text)
{
    return parseYaml(text, "h.yaml");
}

/// What is wrong with that text; empty if nothing is.
inline std::string faultOf(std::string_view text)
{
    try {
        yaml(text);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "";
}

inline std::vector<std::string> texts(const std::vector<Problem>& problems)
{
    std::vector<std::string> all;
    for (const Problem& problem : problems) all.push_back(problem.text());
    return all;
}

using Texts = std::vector<std::string>;

} // namespace historian::config
