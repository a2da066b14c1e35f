#include "answer.h"

#include <simdjson.h>

#include <algorithm>

namespace historian::exec {

namespace dom = simdjson::dom;

namespace {

constexpr std::size_t kWhyBytesMax = 1024;

std::string_view textOf(const dom::object& object, std::string_view key)
{
    std::string_view text;
    if (object[key].get(text) != simdjson::SUCCESS) return {};
    return text.substr(0, kWhyBytesMax);
}

Delivery deliveryOf(const dom::object& result)
{
    const std::string_view kind = textOf(result, "result");
    std::string why(textOf(result, "why"));
    if (kind == "done") return Delivery::done();
    if (kind == "duplicate") return Delivery::duplicate();
    if (why.empty()) why = "the program does not say why";
    if (kind == "rejected") return Delivery::rejected(std::move(why));
    if (kind == "hold") return Delivery::hold(std::move(why));
    if (kind == "retry") return Delivery::retry(kRetryAfter, std::move(why));
    return Delivery::retry(kRetryAfter,
                           "the program gives a result that is none: " + std::string(kind));
}

} // namespace

Result<Answer> Answer::of(std::string_view line)
{
    dom::parser parser;
    dom::object object;
    Answer answer;
    if (parser.parse(line.data(), line.size()).get(object) != simdjson::SUCCESS ||
        object["batch"].get(answer.batch_) != simdjson::SUCCESS)
        return Error{"no JSON object with a batch number"};
    if (object["done"].get(answer.isDone_) == simdjson::SUCCESS && answer.isDone_) return answer;
    dom::array results;
    if (object["results"].get(results) != simdjson::SUCCESS)
        return Error{"neither \"done\":true nor results"};
    for (const dom::element element : results) {
        dom::object result;
        std::uint64_t seq = 0;
        if (element.get(result) != simdjson::SUCCESS || result["seq"].get(seq) != simdjson::SUCCESS)
            return Error{"a result has no seq"};
        answer.verdicts_.push_back({seq, deliveryOf(result)});
    }
    std::ranges::stable_sort(answer.verdicts_, {}, &Verdict::seq);
    return answer;
}

Deliveries Answer::deliveriesOf(std::span<const std::uint64_t> seqs) const
{
    Deliveries deliveries;
    for (const std::uint64_t seq : seqs) {
        const auto found = std::ranges::lower_bound(verdicts_, seq, {}, &Verdict::seq);
        if (isDone_)
            deliveries.push_back(Delivery::done());
        else if (found != verdicts_.end() && found->seq == seq)
            deliveries.push_back(found->delivery);
        else
            deliveries.push_back(
                Delivery::retry(kRetryAfter, "the program's answer leaves it out"));
    }
    return deliveries;
}

} // namespace historian::exec
