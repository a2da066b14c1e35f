// historian-plugin-test PLUGIN.so [--sample FILE]: whether a plugin library keeps the rules that
// the host relies on. Exit 0: it does; 1: the line FAIL says which rule it breaks; 64: usage.

#include "behaviour_rules.h"
#include "library.h"
#include "static_rules.h"

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <span>

namespace historian::conformance {

namespace {

namespace fs = std::filesystem;

struct Arguments {
    fs::path plugin;
    fs::path sample;
};

std::optional<Arguments> parse(std::span<const char* const> words)
{
    if (words.size() == 1) return Arguments{fs::absolute(words[0]), {}};
    if (words.size() == 3 && std::string_view(words[1]) == "--sample")
        return Arguments{fs::absolute(words[0]), fs::absolute(words[2])};
    return std::nullopt;
}

// A working directory that goes away with it: plugins may write files there.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        std::string name = (fs::temp_directory_path() / "historian-plugin-test-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = name;
        fs::current_path(path_);
    }

    ~TemporaryFolder()
    {
        std::error_code ignored;
        fs::current_path("/", ignored);
        fs::remove_all(path_, ignored);
    }

    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

private:
    fs::path path_;
};

void run(Report& report, const Arguments& arguments)
{
    const TemporaryFolder folder;
    checkFile(report, arguments.plugin);
    for (int round = 1; round <= 2; ++round) {
        report.rule(round == 1 ? "load" : "load_again");
        const Library library(arguments.plugin);
        checkEntry(report, library.entry(), arguments.plugin);
        const PluginAbout& about = library.entry()->about;
        checkSchema(report, about.keys);
        checkSample(report, about, arguments.sample);
        checkBehaviour(report, *library.entry(), makeConfig(about, arguments.sample));
    }
    report.rule("unload");
    report.require(!isMapped(arguments.plugin), "the library stays in memory after dlclose()");
    report.end();
}

} // namespace

} // namespace historian::conformance

int main(int count, char** words)
{
    using namespace historian::conformance;
    const auto arguments = parse(std::span<const char* const>(
        words + 1, static_cast<std::size_t>(count > 0 ? count - 1 : 0)));
    if (!arguments) {
        std::fputs("usage: historian-plugin-test PLUGIN.so [--sample FILE]\n", stderr);
        return 64;
    }
    Report report;
    try {
        run(report, *arguments);
    } catch (const std::exception& fault) {
        report.fail(fault.what());
    }
    return 0;
}
