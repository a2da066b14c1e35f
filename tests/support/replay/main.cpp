#include "mapping.h"
#include "poster.h"

#include <Poco/Exception.h>

#include <charconv>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace historian::replay {
namespace {

constexpr std::size_t kBatch = 1000;

constexpr const char* kUsage =
    "historian-replay [--url http://localhost:5000] [--device ID] [--offset -07:00] "
    "[--speed max|1x|60x] FILE.csv...\n"
    "Posts the rows of CSV files as readings at their own times.\n"
    "  --url     the daemon\n"
    "  --device  whose readings they are; without it a file's name is its device\n"
    "  --offset  the zone of times that name none, such as -07:00\n"
    "  --speed   as fast as it goes (max), or so many times faster than the clock\n"
    "  --help    this\n"
    "Ends with 0 if all were taken, 1 if some were rejected, 2 if it could not be done.\n";

struct Options {
    std::map<std::string, std::string> values{
        {"--url", "http://localhost:5000"}, {"--device", ""}, {"--offset", ""}, {"--speed", "max"}};
    std::vector<std::string> files;
    bool wantsHelp = false;
};

Options readOptions(int count, char** texts)
{
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string text = texts[i];
        if (!text.starts_with("--"))
            options.files.push_back(text);
        else if (text == "--help")
            options.wantsHelp = true;
        else if (options.values.contains(text) && i + 1 < count)
            options.values[text] = texts[++i];
        else
            throw ReplayError("what is '" + text + "'?\n" + kUsage);
    }
    if (options.files.empty() && !options.wantsHelp) throw ReplayError(kUsage);
    return options;
}

/// How many times faster than the clock; 0: as fast as possible.
double speedOf(const std::string& text)
{
    double speed = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), speed);
    if (text == "max") return 0;
    if (fault != std::errc{} || speed <= 0 || std::string_view(end) != "x")
        throw ReplayError("--speed is max or a number with x, for example 60x");
    return speed;
}

std::string deviceOf(const std::string& file)
{
    const std::string name = file.substr(file.find_last_of('/') + 1);
    return name.substr(0, name.find('.'));
}

/// Rows that are due, posted together.
class Replay {
public:
    Replay(const Options& options, Poster& poster)
        : options_(options.values), poster_(poster), speed_(speedOf(options.values.at("--speed")))
    {
    }

    void file(const std::string& name)
    {
        std::ifstream stream(name);
        std::string line;
        if (!std::getline(stream, line)) throw ReplayError("cannot read " + name);
        const std::string& device = options_.at("--device");
        const Mapping mapping(
            line, device.empty() ? deviceOf(name) : device, options_.at("--offset"));
        first_.reset();
        while (std::getline(stream, line))
            if (const std::optional<Row> row = mapping.read(line)) take(*row);
        post();
        std::printf("%s: %zu posted in all\n", name.c_str(), poster_.summary().posted);
    }

private:
    using Steady = std::chrono::steady_clock;

    void take(const Row& row)
    {
        if (speed_ > 0) waitFor(row.time);
        lines_ += row.json + "\n";
        if (++count_ == kBatch) post();
    }

    void waitFor(Time time)
    {
        if (!first_) {
            first_ = time;
            began_ = Steady::now();
        }
        const std::chrono::duration<double> after = (time - *first_) / speed_;
        const auto due = began_ + std::chrono::duration_cast<Steady::duration>(after);
        if (due <= Steady::now()) return;
        post();
        std::this_thread::sleep_until(due);
    }

    void post()
    {
        if (count_ == 0) return;
        poster_.post(lines_, count_);
        lines_.clear();
        count_ = 0;
    }

    const std::map<std::string, std::string>& options_;
    Poster& poster_;
    const double speed_;
    std::optional<Time> first_;
    Steady::time_point began_;
    std::string lines_;
    std::size_t count_ = 0;
};

int run(int count, char** texts)
{
    const Options options = readOptions(count, texts);
    if (options.wantsHelp) {
        std::fputs(kUsage, stdout);
        return 0;
    }
    Poster poster(options.values.at("--url"));
    Replay replay(options, poster);
    for (const std::string& file : options.files) replay.file(file);
    const Summary& summary = poster.summary();
    std::printf("posted %zu, accepted %zu, duplicates %zu, rejected %zu\n",
                summary.posted,
                summary.accepted,
                summary.duplicates,
                summary.rejected);
    return summary.rejected == 0 ? 0 : 1;
}

} // namespace
} // namespace historian::replay

int main(int count, char** texts)
{
    try {
        return historian::replay::run(count, texts);
    } catch (const Poco::Exception& fault) {
        std::fprintf(stderr, "historian-replay: %s\n", fault.displayText().c_str());
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "historian-replay: %s\n", fault.what());
    }
    return 2;
}
