#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace historian::secrets {

/// Takes secrets out of texts that others wrote, before anybody cuts or shows them. A secret is
/// known as it is and as JSON, a URL or Basic authentication write it. Of each of these at most
/// kShownBytesMax bytes in a row stay, wherever it was cut before; a shorter one goes whole.
/// Threads: const functions may be called from any thread.
class Redactor {
public:
    static constexpr std::size_t kShownBytesMax = 6;

    /// From now on it is not shown. An empty one is none.
    void add(std::string_view secret);

    /// The text with "..." for what was taken out.
    std::string clean(std::string_view text) const;

private:
    void addForm(std::string_view form);
    std::vector<bool> hiddenIn(std::string_view text) const;

    std::set<std::string, std::less<>> runs_;   ///< one byte more than may be shown
    std::set<std::string, std::less<>> shorts_; ///< whole forms that are not longer than that
};

} // namespace historian::secrets
