#include "library.h"

#include <dlfcn.h>

#include <fstream>
#include <stdexcept>
#include <string>

namespace historian::conformance {

Library::Library(const std::filesystem::path& file)
    : handle_(dlopen(std::filesystem::absolute(file).c_str(), RTLD_NOW | RTLD_LOCAL))
{
    if (!handle_) throw std::runtime_error(dlerror());
    entry_ = static_cast<const PluginEntry*>(dlsym(handle_.get(), "historianPlugin"));
}

void Library::Close::operator()(void* handle) const
{
    dlclose(handle);
}

bool isMapped(const std::filesystem::path& file)
{
    const std::string path = std::filesystem::canonical(file).string();
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);)
        if (line.ends_with(path)) return true;
    return false;
}

} // namespace historian::conformance
