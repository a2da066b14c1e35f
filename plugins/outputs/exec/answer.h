#pragma once

#include <historian/delivery.h>
#include <historian/error.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace historian::exec {

/// How soon a record that the child could not take is offered again.
inline constexpr std::chrono::seconds kRetryAfter{5};

/// The child's answer to one batch.
class Answer {
public:
    /// Reads `{"batch":N,"done":true}` or
    /// `{"batch":N,"results":[{"seq":S,"result":"…","why":"…"}]}`.
    static Result<Answer> of(std::string_view line);

    std::uint64_t batch() const { return batch_; }

    /// What became of the readings with these numbers, in order. One that is not named is to be
    /// tried again.
    Deliveries deliveriesOf(std::span<const std::uint64_t> seqs) const;

private:
    struct Verdict {
        std::uint64_t seq = 0;
        Delivery delivery;
    };

    std::uint64_t batch_ = 0;
    bool isDone_ = false;
    std::vector<Verdict> verdicts_;
};

} // namespace historian::exec
