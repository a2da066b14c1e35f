#include "forward/verdict/verdict.h"

#include "forward/verdict/record_text.h"

namespace historian::forward {
namespace {

using Kind = Delivery::Kind;
using Obstacle = Verdict::Obstacle;

std::string whyOf(const Delivery& answer)
{
    return std::string(cutWords(answer.why));
}

Obstacle obstacleOf(const Delivery& answer)
{
    if (answer.kind == Kind::Hold) return {Obstacle::Kind::Hold, whyOf(answer), {}};
    if (answer.after.count() == 0) return {Obstacle::Kind::TooLarge, whyOf(answer), {}};
    return {Obstacle::Kind::Later, whyOf(answer), answer.after};
}

} // namespace

Verdict judge(const Batch& batch, const Deliveries& answers)
{
    Verdict verdict;
    const std::size_t count = std::min(batch.size(), answers.size());
    bool isSameWhy = count == batch.size() && count > 1;
    for (std::size_t i = 0; i < count; ++i) {
        const Delivery& answer = answers[i];
        isSameWhy = isSameWhy && answer.kind == Kind::Rejected && answer.why == answers[0].why;
        switch (answer.kind) {
        case Kind::Done: ++verdict.delivered; break;
        case Kind::Duplicate: ++verdict.duplicates; break;
        case Kind::Rejected: verdict.refused.push_back({i, whyOf(answer)}); continue;
        case Kind::Retry:
        case Kind::Hold:
            if (!verdict.obstacle) verdict.obstacle = obstacleOf(answer);
            continue;
        }
        append(verdict.done, batch[i].seq);
    }
    verdict.isRefusedWhole = isSameWhy;
    // One reading that is too large by itself never gets smaller.
    if (batch.size() == 1 && verdict.obstacle &&
        verdict.obstacle->kind == Obstacle::Kind::TooLarge) {
        verdict.refused.push_back({0, verdict.obstacle->why});
        verdict.obstacle.reset();
    }
    if (count < batch.size() && !verdict.obstacle && !verdict.hasProgress())
        verdict.obstacle = Obstacle{Obstacle::Kind::Later, "it gave no answer", {}};
    return verdict;
}

} // namespace historian::forward
