#include "ctl/commands.h"

#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace historian::ctl {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kNameCharactersMax = 32;

bool isPluginName(const std::string& name)
{
    if (name.empty() || name.size() > kNameCharactersMax) return false;
    if (std::islower(static_cast<unsigned char>(name.front())) == 0) return false;
    for (const unsigned char c : name)
        if (std::islower(c) == 0 && std::isdigit(c) == 0 && c != '_') return false;
    return true;
}

// wind_mast -> WindMast
std::string typeName(const std::string& name)
{
    std::string type;
    bool isStart = true;
    for (const char c : name) {
        if (c == '_')
            isStart = true;
        else
            type += isStart ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        if (c != '_') isStart = false;
    }
    return type;
}

std::string expand(std::string text, const std::string& name)
{
    const std::pair<std::string, std::string> words[] = {{"@NAME@", name},
                                                         {"@Name@", typeName(name)}};
    for (const auto& [mark, word] : words)
        for (auto at = text.find(mark); at != std::string::npos;
             at = text.find(mark, at + word.size()))
            text.replace(at, mark.size(), word);
    return text;
}

// Installed: PREFIX/share/historian/templates beside PREFIX/bin; in the tree: sdk/templates.
fs::path templates(const std::string& kind)
{
    const fs::path program = fs::read_symlink("/proc/self/exe");
    for (const fs::path& root : {program.parent_path() / "../share/historian/templates",
                                 program.parent_path() / "../../../sdk/templates"})
        if (fs::is_directory(root / kind)) return root / kind;
    throw CommandFailed("the templates are not installed (package historian-dev)");
}

std::string readFile(const fs::path& file)
{
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

} // namespace

std::string runPlugin(const CommandLine& line)
{
    if (line.word(1, "new") != "new")
        throw UsageError("'" + line.words[1] + "' is not new, the one thing that can be done");
    const std::string& name = line.word(2, "the plugin's NAME");
    line.endsAfter(3);
    if (!isPluginName(name))
        throw UsageError("a plugin's name has 1 to 32 of a-z 0-9 _ and begins with a letter");
    const bool isInput = line.option("input").has_value();
    if (isInput == line.option("output").has_value())
        throw UsageError("say whether it is an --input or an --output");

    const fs::path folder = fs::path(line.option("into").value_or(".")) / name;
    if (fs::exists(folder)) throw CommandFailed(folder.string() + " exists already");
    fs::create_directories(folder);
    for (const auto& entry : fs::directory_iterator(templates(isInput ? "input" : "output"))) {
        const fs::path target = folder / expand(entry.path().filename().string(), name);
        std::ofstream(target, std::ios::binary) << expand(readFile(entry.path()), name);
    }
    return "Wrote " + folder.string() + ". Build and test it:\n  cd " + folder.string() +
           " && cmake -B build && cmake --build build && ctest --test-dir build\n";
}

} // namespace historian::ctl
