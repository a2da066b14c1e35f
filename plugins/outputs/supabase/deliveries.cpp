#include "deliveries.h"

#include <algorithm>

namespace historian::supabase {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kRetryAfter{1000}; // the host's back-off grows from there
constexpr milliseconds kSendLess{0};      // the host halves its batch
constexpr std::size_t kSmallBody = 65'536;

bool isTimeLimit(const Reply& reply)
{
    return reply.code == "57014" || reply.answer.status == 504 || reply.answer.status == 544 ||
           reply.answer.status == 0;
}

Delivery deliveryOf(const Reply& reply, std::size_t count)
{
    const milliseconds after = std::max(reply.after, kRetryAfter);
    switch (reply.verdict) {
    case Verdict::Ack: break;
    case Verdict::Transient:
    case Verdict::Rate: return Delivery::retry(after, reply.why);
    case Verdict::Shrink:
        if (count > 1) return Delivery::retry(kSendLess, reply.why);
        // One record that takes too long says nothing against it.
        if (isTimeLimit(reply)) return Delivery::retry(after, reply.why);
        // No database refuses so little: something on the way does, whatever is sent.
        if (reply.code.empty() && reply.bodyBytes <= kSmallBody) return Delivery::hold(reply.why);
        return Delivery::rejected(reply.why);
    case Verdict::Garbled:
        // A way that cuts lets less pass. One record that is cut says nothing against it.
        return count > 1 ? Delivery::retry(kSendLess, reply.why) : Delivery::hold(reply.why);
    case Verdict::Poison: return Delivery::rejected(reply.why);
    case Verdict::Login:
    case Verdict::Hold:
    case Verdict::Suspect: return Delivery::hold(reply.why);
    }
    return Delivery::done();
}

} // namespace

Deliveries deliveriesOf(const Reply& reply, std::size_t count)
{
    return Deliveries(count, deliveryOf(reply, count));
}

Reply suspect(Reply reply)
{
    reply.verdict = Verdict::Suspect;
    reply.why = "HTTP " + std::to_string(reply.answer.status) +
                " without the signs of the database: a portal, a wrong url, or a table without its "
                "key (run schema.sql again)";
    return reply;
}

Deliveries acknowledged(std::size_t count, std::size_t inserted)
{
    Deliveries answers(count, Delivery::done());
    const std::size_t duplicates = count - std::min(inserted, count);
    std::fill_n(answers.begin(), duplicates, Delivery::duplicate());
    return answers;
}

} // namespace historian::supabase
