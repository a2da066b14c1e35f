#include "host/plugin_library.h"
#include "host/plugin_shelf.h"

#include <historian/testing/temp_directory.h>

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>

namespace historian::host {
namespace {

namespace fs = std::filesystem;

const fs::path kPlugins = HOST_TEST_PLUGINS;

/// A file that a library writes if any of its code runs.
class MarkerFile {
public:
    MarkerFile()
    {
        fs::remove(path_);
        ::setenv("HISTORIAN_TEST_MARKER", path_.c_str(), 1);
    }

    ~MarkerFile() { ::unsetenv("HISTORIAN_TEST_MARKER"); }

    MarkerFile(const MarkerFile&) = delete;
    MarkerFile& operator=(const MarkerFile&) = delete;

    bool isThere() const { return fs::exists(path_); }

private:
    fs::path path_ = fs::temp_directory_path() / ("historian-marker-" + std::to_string(::getpid()));
};

/// A copy of a plugin that a test may spoil.
class Copy {
public:
    explicit Copy(const std::string& name) { fs::copy_file(kPlugins / "shelf" / name, file()); }

    fs::path file() const { return folder_ / "input-good.so"; }

    const fs::path& folder() const { return folder_.path(); }

private:
    testing::TempDirectory folder_;
};

std::string whyNot(const fs::path& file)
{
    const Result<PluginLibrary> library = PluginLibrary::load(file);
    return library ? "it was loaded" : library.error().message;
}

TEST(PluginLibrary, LoadsAGoodPluginAlsoWhenStripped)
{
    for (const auto* folder : {"shelf", "stripped"}) {
        const Result<PluginLibrary> library =
            PluginLibrary::load(kPlugins / folder / "input-good.so");
        ASSERT_TRUE(library) << library.error().message;
        EXPECT_EQ(library->entry().about.name, "good");
        EXPECT_EQ(library->entry().about.version, "1.2.3");
        EXPECT_EQ(library->entry().kind, PluginKind::Input);
    }
}

TEST(PluginLibrary, RefusesAMissingOrWrongStampWithoutRunningALine)
{
    for (const auto* folder : {"shelf", "stripped"})
        for (const auto& [name, found] :
             {std::pair{"input-no_stamp.so", "no stamp"},
              std::pair{"input-wrong_stamp.so", "historian_abi_0.libstdcxx6"}}) {
            const MarkerFile marker;
            const std::string why = whyNot(kPlugins / folder / name);
            EXPECT_NE(why.find(name), std::string::npos) << why;
            EXPECT_NE(why.find(found), std::string::npos) << why;
            EXPECT_NE(why.find(wantedStamp()), std::string::npos) << why;
            EXPECT_FALSE(marker.isThere()) << name;
        }
}

TEST(PluginLibrary, RefusesAnUndefinedSymbolAtLoadNotAtTheFirstCall)
{
    const std::string why = whyNot(kPlugins / "shelf/input-undefined.so");
    EXPECT_NE(why.find("isNowhere"), std::string::npos) << why;
}

TEST(PluginLibrary, RefusesALibraryWithoutATable)
{
    EXPECT_NE(whyNot(kPlugins / "shelf/input-no_entry.so").find("historianPlugin"),
              std::string::npos);
}

TEST(PluginLibrary, RefusesWhatOthersCanWrite)
{
    const Copy copy("input-good.so");
    ASSERT_TRUE(PluginLibrary::load(copy.file()));
    fs::permissions(copy.file(), fs::perms::group_write, fs::perm_options::add);
    EXPECT_NE(whyNot(copy.file()).find("nobody else may write it"), std::string::npos);
    fs::permissions(copy.file(), fs::perms::group_write, fs::perm_options::remove);
    fs::permissions(copy.folder(), fs::perms::others_write, fs::perm_options::add);
    EXPECT_NE(whyNot(copy.file()).find("folder"), std::string::npos);
}

TEST(PluginLibrary, RefusesFilesThatAreNoLibrary)
{
    const Copy copy("input-good.so");
    fs::resize_file(copy.file(), 100);
    EXPECT_NE(whyNot(copy.file()).find("no library"), std::string::npos) << whyNot(copy.file());
    std::ofstream(copy.file()) << "#!/bin/sh\n";
    EXPECT_NE(whyNot(copy.file()).find("no library"), std::string::npos) << whyNot(copy.file());
    EXPECT_NE(whyNot(copy.folder()).find("no plain file"), std::string::npos);
    EXPECT_NE(whyNot(copy.folder() / "none.so").find("no plain file"), std::string::npos);
}

TEST(PluginShelf, FindsAPluginByKindAndName)
{
    const PluginShelf shelf({kPlugins / "none", kPlugins / "shelf"});
    const Result<const PluginLibrary*> good = shelf.load(PluginKind::Input, "good");
    ASSERT_TRUE(good);
    EXPECT_EQ(*shelf.load(PluginKind::Input, "good"), *good);
    const Result<const PluginLibrary*> none = shelf.load(PluginKind::Input, "god");
    ASSERT_FALSE(none);
    EXPECT_NE(
        none.error().message.find("there is no input plugin 'god'; there are: good, misnamed"),
        std::string::npos)
        << none.error().message;
    EXPECT_EQ(shelf.load(PluginKind::Output, "good").error().message,
              "there is no output plugin 'good'; there are: none");
}

TEST(PluginShelf, DoesNotLeaveItsDirectories)
{
    const PluginShelf shelf({kPlugins / "none"});
    EXPECT_FALSE(shelf.load(PluginKind::Input, "/../../shelf/input-good"));
    EXPECT_FALSE(shelf.load(PluginKind::Input, ""));
}

TEST(PluginShelf, RefusesAPluginUnderAnotherName)
{
    const PluginShelf shelf({kPlugins / "shelf"});
    const Result<const PluginLibrary*> library = shelf.load(PluginKind::Input, "misnamed");
    ASSERT_FALSE(library);
    EXPECT_NE(library.error().message.find("it calls itself input-other"), std::string::npos);
}

} // namespace
} // namespace historian::host
