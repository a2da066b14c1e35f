#pragma once

#include <historian/error.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace historian::serial {

/// Names and their texts, as they stand in a line.
using Fields = std::vector<std::pair<std::string_view, std::string_view>>;

inline constexpr std::string_view kSkipped = "-"; ///< the name of what is passed over

/// A line of text with places for values: `T={ambient_temp_c} H={humidity_percent}`. A place takes
/// one or more characters other than blanks, up to the text that follows it; the pattern fits a
/// whole line or not at all. Matching takes no longer than the line is. Threads: any.
class Pattern {
public:
    /// Refused if a brace is not closed, a name is empty, two places touch or there is none.
    static Result<Pattern> of(std::string_view text);

    /// The names are those of the pattern and live as long as it; nothing if the line does not fit.
    std::optional<Fields> match(std::string_view line) const;

private:
    struct Place {
        std::string name;
        std::string after; ///< the text up to the next place
    };

    std::string before_;
    std::vector<Place> places_;
};

} // namespace historian::serial
