#pragma once

#include <historian/config.h>
#include <historian/host.h>
#include <historian/input.h>
#include <historian/output.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace historian {

enum class PluginKind : std::uint8_t { Input, Output };

/// What a day of readings costs at an output's destination, in bytes; all 0: not known.
struct DataCost {
    double sentARequest = 0; ///< headers and the like
    double sentAReading = 0;
    double sentAValue = 0;
    double keptAReading = 0; ///< at the destination, indexes included
    double keptAValue = 0;
    double keptMax = 0; ///< what the smallest plan there holds; 0: no limit
};

/// What a plugin says of itself; `Type::about()` returns it.
struct PluginAbout {
    std::string_view name;                 ///< the folder's name: http, sqlite
    std::string_view version;              ///< of the plugin, semantic
    std::string_view summary;              ///< one line for the catalogue
    std::span<const Key> keys;             ///< beside `name` and `plugin`, which every instance has
    std::span<const Key> profileKeys = {}; ///< of its section in device profiles (Host::profile)
    bool isRequired =
        false;          ///< outputs: nothing is purged before it has it, unless `required: false`
    DataCost cost = {}; ///< outputs: for the estimate that people are shown
};

/// The one table a plugin library exports, under the name historianPlugin.
struct PluginEntry {
    PluginKind kind = PluginKind::Input;
    PluginAbout about;
    std::unique_ptr<Input> (*makeInput)(Host&, const Config&) = nullptr;
    std::unique_ptr<Output> (*makeOutput)(Host&, const Config&) = nullptr;
};

template <typename Type>
std::unique_ptr<Input> makeInputOf(Host& host, const Config& config)
{
    return std::make_unique<Type>(host, config);
}

template <typename Type>
std::unique_ptr<Output> makeOutputOf(Host& host, const Config& config)
{
    return std::make_unique<Type>(host, config);
}

} // namespace historian

// The stamp is the name of a section: it is read from the file before a line of it runs. It says
// which SDK, which libstdc++ and which of its layouts the library was built with.
#define HISTORIAN_ABI "1"
#define HISTORIAN_TEXT_(x) #x
#define HISTORIAN_TEXT(x) HISTORIAN_TEXT_(x)
#if _GLIBCXX_USE_CXX11_ABI
#define HISTORIAN_STAMP_LAYOUT "cxx11"
#else
#define HISTORIAN_STAMP_LAYOUT "cxx98"
#endif
#ifdef _GLIBCXX_DEBUG
#define HISTORIAN_STAMP_DEBUG ".debug"
#else
#define HISTORIAN_STAMP_DEBUG ""
#endif
#define HISTORIAN_STAMP                                                                            \
    "historian_abi_" HISTORIAN_ABI                                                                 \
    ".libstdcxx" HISTORIAN_TEXT(_GLIBCXX_RELEASE) "." HISTORIAN_STAMP_LAYOUT HISTORIAN_STAMP_DEBUG

#define HISTORIAN_PLUGIN_(KIND, MAKE_INPUT, MAKE_OUTPUT, ABOUT)                                    \
    __attribute__((used, retain, section(HISTORIAN_STAMP))) static const char historianStamp = 0;  \
    extern "C" HISTORIAN_VISIBLE const ::historian::PluginEntry historianPlugin;                   \
    constinit const ::historian::PluginEntry historianPlugin                                       \
    {                                                                                              \
        KIND, ABOUT, MAKE_INPUT, MAKE_OUTPUT                                                       \
    }

/// Written once, in plugin.cpp, outside any namespace: makes the library an input (an output) of
/// that type. Type has a constructor (Host&, const Config&) and a
/// `static constexpr PluginAbout about()`.
#define HISTORIAN_INPUT(Type)                                                                      \
    HISTORIAN_PLUGIN_(                                                                             \
        ::historian::PluginKind::Input, &::historian::makeInputOf<Type>, nullptr, Type::about())
#define HISTORIAN_OUTPUT(Type)                                                                     \
    HISTORIAN_PLUGIN_(                                                                             \
        ::historian::PluginKind::Output, nullptr, &::historian::makeOutputOf<Type>, Type::about())
