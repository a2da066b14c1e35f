#include "app/process/data_directory.h"

#include <historian/error.h>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <system_error>

namespace historian::app {

DataDirectory::DataDirectory(std::filesystem::path path) : path_(std::move(path))
{
    std::error_code fault;
    std::filesystem::create_directories(path_, fault);
    if (fault)
        throw Unavailable("data directory " + path_.string() +
                          " cannot be made: " + fault.message());
    const std::filesystem::path file = path_ / "historian.lock";
    lock_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0)
        throw Unavailable("data directory " + path_.string() +
                          " cannot be written: " + std::generic_category().message(errno));
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock_);
        throw Unavailable("data directory " + path_.string() + " is held by another historiand");
    }
}

DataDirectory::~DataDirectory()
{
    ::close(lock_);
}

ThrowAwayDirectory::ThrowAwayDirectory()
{
    std::string name = (std::filesystem::temp_directory_path() / "historian-demo-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw Unavailable("no temporary directory can be made: " +
                          std::generic_category().message(errno));
    path_ = name;
}

ThrowAwayDirectory::~ThrowAwayDirectory()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

} // namespace historian::app
