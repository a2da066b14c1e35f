#include "vector_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace historian::devices {
namespace {

std::filesystem::path fileWith(const std::string& text)
{
    const std::filesystem::path file = std::filesystem::path(::testing::TempDir()) /
                                       (std::string("vectors-") + std::to_string(::getpid()));
    std::ofstream(file) << text;
    return file;
}

TEST(VectorFile, GivesWordsBitsModelsAndValues)
{
    const auto vectors = readVectors(fileWith("case one\n"
                                              "holding 0x10: 00ff ffff\n"
                                              "coil 1: 1 0\n"
                                              "model 103 14: 8000\n"
                                              "\n"
                                              "case two\n"
                                              "power = none bad_sentinel\n"));
    ASSERT_EQ(vectors.size(), 2U);
    EXPECT_EQ(vectors[0].image.at("holding"),
              (std::map<std::uint32_t, std::uint16_t>{{16, 0xff}, {17, 0xffff}}));
    EXPECT_EQ(vectors[0].image.at("coil"),
              (std::map<std::uint32_t, std::uint16_t>{{1, 1}, {2, 0}}));
    EXPECT_EQ(vectors[0].image.at("model 103").at(14), 0x8000);
    EXPECT_EQ(vectors[1].name, "two");
    EXPECT_EQ(vectors[1].expected.at(0).metric, "power");
    EXPECT_EQ(vectors[1].expected.at(0).value, "none bad_sentinel");
}

TEST(VectorFile, NamesTheLineThatItCannotRead)
{
    try {
        readVectors(fileWith("case one\nholding zero: 0001\n"));
        FAIL() << "it was read";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find(":2: "), std::string::npos) << error.what();
    }
    EXPECT_THROW(readVectors(fileWith("power = 5\n")), std::runtime_error);
    EXPECT_THROW(readVectors("/nowhere"), std::runtime_error);
}

} // namespace
} // namespace historian::devices
