#include "test_peer/judge.h"

#include <array>
#include <cstdio>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace historian::mqtt {

namespace {

using Pipe = std::unique_ptr<FILE, decltype([](FILE* pipe) { pclose(pipe); })>;

std::string outputOf(const std::string& command)
{
    const Pipe pipe(popen(command.c_str(), "r"));
    if (!pipe) throw std::runtime_error("mosquitto_sub cannot be started");
    std::string output;
    std::array<char, 4096> piece;
    for (std::size_t size; (size = fread(piece.data(), 1, piece.size(), pipe.get())) > 0;)
        output.append(piece.data(), size);
    return output;
}

// Lines of `RETAINED TOPIC PAYLOAD`.
std::vector<Heard> read(const std::string& output)
{
    std::vector<Heard> heard;
    std::istringstream lines(output);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t topic = line.find(' ') + 1;
        const std::size_t payload = line.find(' ', topic) + 1;
        heard.push_back(
            {line.substr(topic, payload - topic - 1), line.substr(payload), line.starts_with("1")});
    }
    return heard;
}

} // namespace

Judge::Judge(const TestBroker& broker, std::string login)
    : base_("mosquitto_sub -h 127.0.0.1 -p " + std::to_string(broker.port()) + " " +
            std::move(login) + " -q 1 -t '#' -F '%r %t %p' ")
{
    outputOf(base_ + "-c -i judge -E");
}

std::vector<Heard> Judge::take(std::size_t count) const
{
    return read(outputOf(base_ + "-c -i judge -W 20 -C " + std::to_string(count)));
}

std::vector<Heard> Judge::retained(std::size_t count) const
{
    return read(outputOf(base_ + "-W 20 --retained-only -C " + std::to_string(count)));
}

} // namespace historian::mqtt
