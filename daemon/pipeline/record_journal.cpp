#include "pipeline/record_journal.h"

#include <utility>

namespace historian::pipeline {

void RecordJournal::put(std::string kind, std::string key, std::string body)
{
    const std::lock_guard lock(mutex_);
    waiting_.insert_or_assign({std::move(kind), std::move(key)}, std::move(body));
}

std::vector<RecordChange> RecordJournal::take()
{
    const std::lock_guard lock(mutex_);
    std::vector<RecordChange> changes;
    changes.reserve(waiting_.size());
    for (auto& [name, body] : waiting_)
        changes.push_back({name.first, name.second, std::move(body)});
    waiting_.clear();
    return changes;
}

void RecordJournal::giveBack(std::vector<RecordChange> changes)
{
    const std::lock_guard lock(mutex_);
    for (RecordChange& change : changes)
        waiting_.try_emplace({std::move(change.kind), std::move(change.key)},
                             std::move(change.body).value_or(""));
}

bool RecordJournal::isEmpty() const
{
    const std::lock_guard lock(mutex_);
    return waiting_.empty();
}

RecordedState::RecordedState(RecordJournal& journal,
                             std::string instance,
                             const std::vector<Record>& known)
    : journal_(journal), prefix_(std::move(instance) + "/")
{
    for (const Record& record : known)
        if (record.key.starts_with(prefix_))
            values_.emplace(record.key.substr(prefix_.size()), record.body);
}

std::optional<std::string> RecordedState::get(std::string_view key) const
{
    const std::lock_guard lock(mutex_);
    const auto found = values_.find(key);
    if (found == values_.end()) return std::nullopt;
    return found->second;
}

void RecordedState::put(std::string_view key, std::string_view value)
{
    {
        const std::lock_guard lock(mutex_);
        values_.insert_or_assign(std::string(key), std::string(value));
    }
    journal_.put(kInstanceStateKind, prefix_ + std::string(key), std::string(value));
}

} // namespace historian::pipeline
