#include "vector_file.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace historian::devices {
namespace {

void readWords(Image& image, const std::string& head, std::istringstream words)
{
    const std::size_t space = head.rfind(' ');
    auto address = static_cast<std::uint32_t>(std::stoul(head.substr(space + 1), nullptr, 0));
    for (std::string word; words >> word; ++address)
        image[head.substr(0, space)][address] =
            static_cast<std::uint16_t>(std::stoul(word, nullptr, 16));
}

void readLine(std::vector<Vector>& vectors, const std::string& line)
{
    const std::size_t equals = line.find(" = ");
    const std::size_t colon = line.find(": ");
    if (line.starts_with("case "))
        vectors.push_back({line.substr(5), {}, {}});
    else if (vectors.empty())
        throw std::invalid_argument("no case yet");
    else if (equals != std::string::npos)
        vectors.back().expected.push_back({line.substr(0, equals), line.substr(equals + 3)});
    else if (colon != std::string::npos)
        readWords(vectors.back().image,
                  line.substr(0, colon),
                  std::istringstream(line.substr(colon + 2)));
    else
        throw std::invalid_argument("neither a case, registers nor a value");
}

} // namespace

std::vector<Vector> readVectors(const std::filesystem::path& file)
{
    std::ifstream stream(file);
    if (!stream) throw std::runtime_error("cannot read " + file.string());
    std::vector<Vector> vectors;
    std::size_t number = 0;
    for (std::string line; std::getline(stream, line);) {
        ++number;
        if (line.empty()) continue;
        try {
            readLine(vectors, line);
        } catch (const std::logic_error& error) {
            throw std::runtime_error(file.string() + ":" + std::to_string(number) + ": " +
                                     error.what());
        }
    }
    return vectors;
}

} // namespace historian::devices
