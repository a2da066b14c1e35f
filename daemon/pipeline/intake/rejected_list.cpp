#include "pipeline/intake/rejected_list.h"

#include <algorithm>
#include <charconv>

namespace historian::pipeline {

namespace {

constexpr char kSeparator = '\x1f'; // texts are made printable before they come here
constexpr std::size_t kFields = 9;

// number, time, instance, device, field, code, message, address, excerpt
std::string bodyOf(std::uint64_t number, const base::RejectedEntry& entry)
{
    std::string body =
        std::to_string(number) + kSeparator + std::to_string(entry.at.time_since_epoch().count());
    for (const std::string* text : {&entry.instance,
                                    &entry.device,
                                    &entry.field,
                                    &entry.code,
                                    &entry.message,
                                    &entry.address,
                                    &entry.excerpt}) {
        body += kSeparator;
        std::ranges::copy_if(
            *text, std::back_inserter(body), [](char c) { return c != kSeparator; });
    }
    return body;
}

std::vector<std::string> split(const std::string& body)
{
    std::vector<std::string> parts(1);
    for (const char c : body) {
        if (c == kSeparator)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

std::int64_t numberOf(const std::string& text)
{
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

} // namespace

RejectedList::RejectedList(RecordJournal& journal, const std::vector<Record>& known)
    : journal_(journal)
{
    std::map<std::int64_t, base::RejectedEntry> ordered;
    for (const Record& record : known) {
        const auto parts = split(record.body);
        if (parts.size() != kFields) continue;
        ordered[numberOf(parts[0])] = {Time(std::chrono::microseconds(numberOf(parts[1]))),
                                       parts[2],
                                       parts[3],
                                       parts[4],
                                       parts[5],
                                       parts[6],
                                       parts[7],
                                       parts[8]};
    }
    for (auto& [number, entry] : ordered) {
        entries_.push_front(std::move(entry));
        next_ = static_cast<std::uint64_t>(number) + 1;
    }
}

void RejectedList::add(base::RejectedEntry entry)
{
    const std::lock_guard lock(mutex_);
    journal_.put(kRejectedKind, std::to_string(next_ % kRejectedKeptMax), bodyOf(next_, entry));
    ++next_;
    entries_.push_front(std::move(entry));
    if (entries_.size() > kRejectedKeptMax) entries_.pop_back();
}

std::vector<base::RejectedEntry> RejectedList::list() const
{
    const std::lock_guard lock(mutex_);
    return {entries_.begin(), entries_.end()};
}

} // namespace historian::pipeline
