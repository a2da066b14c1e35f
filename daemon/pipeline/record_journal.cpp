#include "pipeline/record_journal.h"

#include <utility>

namespace historian::pipeline {

std::uint64_t RecordJournal::change(std::vector<RecordChange> changes)
{
    const std::lock_guard lock(mutex_);
    for (RecordChange& change : changes)
        waiting_.insert_or_assign({std::move(change.kind), std::move(change.key)},
                                  std::move(change.body));
    return ++changes_;
}

void RecordJournal::put(std::string kind, std::string key, std::string body)
{
    change({{std::move(kind), std::move(key), std::move(body)}});
}

void RecordJournal::remove(std::string kind, std::string key)
{
    change({{std::move(kind), std::move(key), std::nullopt}});
}

std::vector<RecordChange> RecordJournal::take()
{
    const std::lock_guard lock(mutex_);
    std::vector<RecordChange> changes;
    changes.reserve(waiting_.size());
    for (auto& [name, body] : waiting_)
        changes.push_back({name.first, name.second, std::move(body)});
    waiting_.clear();
    taken_ = changes_;
    return changes;
}

void RecordJournal::giveBack(std::vector<RecordChange> changes)
{
    const std::lock_guard lock(mutex_);
    for (RecordChange& change : changes)
        waiting_.try_emplace({std::move(change.kind), std::move(change.key)},
                             std::move(change.body));
}

bool RecordJournal::isEmpty() const
{
    const std::lock_guard lock(mutex_);
    return waiting_.empty();
}

RecordedState::RecordedState(const Clock& clock,
                             std::string instance,
                             const std::vector<Record>& known)
    : clock_(clock), prefix_(std::move(instance) + "/")
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
    const std::lock_guard lock(mutex_);
    values_.insert_or_assign(std::string(key), std::string(value));
    if (waiting_.empty()) waitingSince_ = clock_.steady();
    waiting_.insert_or_assign(std::string(key), std::string(value));
    isWaiting_ = true;
}

std::vector<RecordChange> RecordedState::take()
{
    if (!isWaiting_) return {};
    const std::lock_guard lock(mutex_);
    return takeLocked();
}

std::vector<RecordChange> RecordedState::takeOlderThan(std::chrono::milliseconds wait)
{
    const std::lock_guard lock(mutex_);
    if (waiting_.empty() || clock_.steady() - waitingSince_ < wait) return {};
    return takeLocked();
}

std::vector<RecordChange> RecordedState::takeLocked()
{
    std::vector<RecordChange> changes;
    for (auto& [key, value] : waiting_)
        changes.push_back({kInstanceStateKind, prefix_ + key, std::move(value)});
    waiting_.clear();
    isWaiting_ = false;
    return changes;
}

void RecordedState::giveBack(std::vector<RecordChange> changes)
{
    if (changes.empty()) return;
    const std::lock_guard lock(mutex_);
    for (RecordChange& change : changes)
        waiting_.try_emplace(change.key.substr(prefix_.size()),
                             std::move(change.body).value_or(""));
    isWaiting_ = true;
}

} // namespace historian::pipeline
