#include "lines/port_holder.h"

#include "lines/plain_text.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <charconv>
#include <fstream>
#include <optional>
#include <sstream>
#include <vector>

namespace historian::lines {

namespace {

/// A file as /proc/locks names it: `fe:00:10959708`.
std::optional<std::string> lockName(const std::filesystem::path& port)
{
    struct stat file {};

    if (::stat(port.c_str(), &file) != 0) return std::nullopt;
    const auto hex = [](unsigned number) {
        char digits[9];
        auto* const end = std::to_chars(digits, digits + sizeof digits, number, 16).ptr;
        return (end - digits < 2 ? "0" : "") + std::string(digits, end);
    };
    return hex(major(file.st_dev)) + ":" + hex(minor(file.st_dev)) + ":" +
           std::to_string(file.st_ino);
}

/// The process in a line `1: FLOCK  ADVISORY  WRITE 5401 fe:00:10953322 0 EOF` of that file.
std::optional<std::string> holderIn(const std::string& line, const std::string& file)
{
    std::istringstream text(line);
    std::vector<std::string> words;
    for (std::string word; text >> word;) words.push_back(word);
    const bool isIt = words.size() > 5 && words[1] == "FLOCK" && words[5] == file;
    return isIt ? std::optional(words[4]) : std::nullopt;
}

std::optional<std::string> holderOf(const std::filesystem::path& port,
                                    const std::filesystem::path& proc)
{
    const auto file = lockName(port);
    std::ifstream locks(proc / "locks");
    for (std::string line; file && std::getline(locks, line);)
        if (auto process = holderIn(line, *file)) return process;
    return std::nullopt;
}

} // namespace

std::string holderText(const std::filesystem::path& port, const std::filesystem::path& proc)
{
    const auto process = holderOf(port, proc);
    std::string program;
    if (process) {
        std::ifstream name(proc / *process / "comm");
        std::getline(name, program);
    }
    if (program.empty()) return "another program has it open";
    if (program == "historiand")
        return "the daemon has it (historiand, process " + *process +
               "): it must let go of it first, see systemctl stop historian";
    return "another program has it: " + excerptOf(program) + ", process " + *process;
}

} // namespace historian::lines
