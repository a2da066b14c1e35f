// Stands in for libFuzzer where the compiler has none: runs each file of the folders once.

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size);

int main(int count, char** words)
{
    std::size_t files = 0;
    for (int i = 1; i < count; ++i)
        for (const auto& entry : std::filesystem::directory_iterator(words[i])) {
            std::ostringstream bytes;
            bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
            const std::string text = std::move(bytes).str();
            LLVMFuzzerTestOneInput(reinterpret_cast<const unsigned char*>(text.data()),
                                   text.size());
            ++files;
        }
    std::printf("%zu files\n", files);
    return files == 0 ? 1 : 0;
}
