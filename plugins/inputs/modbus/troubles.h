#pragma once

#include <historian/host.h>

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace historian::modbus {

/// What is wrong with the lines of an instance, told to the host as one sentence when it changes.
/// Threads: any.
class Troubles {
public:
    explicit Troubles(Host& host) : host_(host) {}

    /// What is wrong with one line and its units; nothing if `why` is empty.
    void say(const std::string& line, std::string why);

private:
    std::string all() const;

    Host& host_;
    std::mutex mutex_;
    std::map<std::string, std::string> whys_;
    std::optional<std::string> told_; ///< nothing: not yet
};

} // namespace historian::modbus
