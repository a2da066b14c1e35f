#pragma once

#include <historian/host.h>

#include <map>
#include <string>
#include <string_view>

namespace historian::supabase {

/// How each table takes what it is sent; tells the host, and logs, when that changes.
/// Threads: one thread at a time.
class Health {
public:
    explicit Health(Host& host) : host_(host) {}

    void good(std::string_view table);
    void bad(std::string_view table, const std::string& why);

private:
    Host& host_;
    std::map<std::string, std::string, std::less<>> troubles_; // by table
};

} // namespace historian::supabase
