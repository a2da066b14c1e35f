#pragma once

#include "config/node.h"
#include "config/yaml/yaml_config.h"

#include <historian/testing/temp_directory.h>

#include <string>
#include <vector>

namespace historian::config {

using historian::testing::TempDirectory;

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
