#include "lines/port_holder.h"

#include <historian/testing/temp_directory.h>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

namespace historian::lines {

namespace {

/// A port, and a /proc in which somebody has locked it.
class PortHolder : public ::testing::Test {
protected:
    PortHolder() { std::ofstream(port()) << ""; }

    std::filesystem::path port() const { return folder_ / "port"; }

    std::filesystem::path proc() const { return folder_ / "proc"; }

    void lockAs(int process, const std::string& program, const char* kind = "FLOCK ")
    {
        struct stat file {};

        ::stat(port().c_str(), &file);
        char line[128];
        std::snprintf(line,
                      sizeof line,
                      "1: %s ADVISORY  WRITE %d %02x:%02x:%lu 0 EOF\n",
                      kind,
                      process,
                      major(file.st_dev),
                      minor(file.st_dev),
                      static_cast<unsigned long>(file.st_ino));
        std::filesystem::create_directories(proc() / std::to_string(process));
        std::ofstream(proc() / "locks") << "1: POSIX  ADVISORY  READ 1 00:01:7 0 EOF\n" << line;
        std::ofstream(proc() / std::to_string(process) / "comm") << program << "\n";
    }

private:
    const testing::TempDirectory folder_;
};

} // namespace

TEST_F(PortHolder, IsTheDaemonAndWhatToDoIsSaid)
{
    lockAs(812, "historiand");
    EXPECT_EQ(holderText(port(), proc()),
              "the daemon has it (historiand, process 812): it must let go of it first, "
              "see systemctl stop historian");
}

TEST_F(PortHolder, IsAnotherProgramByName)
{
    lockAs(77, "mini\x1b[31mcom");
    EXPECT_EQ(holderText(port(), proc()), "another program has it: mini.[31mcom, process 77");
}

TEST_F(PortHolder, IsNobodyKnownIfTheKernelDoesNotTell)
{
    EXPECT_EQ(holderText(port(), proc()), "another program has it open");
    lockAs(77, "minicom", "POSIX ");
    EXPECT_EQ(holderText(port(), proc()), "another program has it open");
    EXPECT_EQ(holderText("/nonexistent", proc()), "another program has it open");
}

TEST_F(PortHolder, IsFoundInTheRealListOfLocks)
{
    const int file = ::open(port().c_str(), O_RDONLY | O_CLOEXEC);
    ASSERT_EQ(::flock(file, LOCK_EX | LOCK_NB), 0);
    EXPECT_NE(holderText(port()).find("process " + std::to_string(::getpid())), std::string::npos)
        << holderText(port());
    ::close(file);
}

} // namespace historian::lines
