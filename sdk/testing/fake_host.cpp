#include <historian/testing/fake_host.h>

#include <algorithm>
#include <cctype>

namespace historian::testing {

namespace {

constexpr std::size_t kNameBytesMax = 64;

bool isWellFormed(NameKind kind, std::string_view name)
{
    if (name.empty() || name.size() > kNameBytesMax) return false;
    return std::ranges::all_of(name, [kind](unsigned char c) {
        if (kind == NameKind::Metric)
            return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '_';
        return std::isalnum(c) != 0 ||
               std::string_view("._:@-").find(static_cast<char>(c)) != std::string_view::npos;
    });
}

} // namespace

Result<Symbol> FakeHost::symbol(NameKind kind, std::string_view name)
{
    const std::lock_guard lock(mutex_);
    if (!isWellFormed(kind, name)) return Error{"malformed name"};
    if (std::ranges::find(refused_, name) != refused_.end()) return Error{"the device is rejected"};
    const std::string key = (kind == NameKind::Device ? "d:" : "m:") + std::string(name);
    if (const auto known = symbols_.find(key); known != symbols_.end()) return known->second;
    names_.emplace_back(name);
    const Symbol symbol{static_cast<std::uint32_t>(names_.size())};
    symbols_.emplace(key, symbol);
    return symbol;
}

std::string_view FakeHost::name(Symbol symbol) const
{
    const std::lock_guard lock(mutex_);
    if (symbol.number == 0 || symbol.number > names_.size()) return {};
    return names_[symbol.number - 1];
}

SeriesFacts FakeHost::series(Symbol, Symbol metric) const
{
    const std::lock_guard lock(mutex_);
    const auto known = facts_.find(metric);
    return known == facts_.end() ? SeriesFacts{} : known->second;
}

Result<const Config*> FakeHost::profile(std::string_view name)
{
    const std::lock_guard lock(mutex_);
    const auto known = profiles_.find(name);
    if (known == profiles_.end()) return Error{"there is no profile '" + std::string(name) + "'"};
    return known->second;
}

void FakeHost::describe(Symbol metric, SeriesFacts facts)
{
    const std::lock_guard lock(mutex_);
    facts_[metric] = std::move(facts);
}

void FakeHost::addProfile(std::string name, const Config& section)
{
    const std::lock_guard lock(mutex_);
    profiles_[std::move(name)] = &section;
}

Counter& FakeHost::counter(std::string_view name, std::string_view)
{
    const std::lock_guard lock(mutex_);
    auto& counter = counters_[std::string(name)];
    if (!counter) counter = std::make_unique<Count>();
    return *counter;
}

void FakeHost::log(LogLevel, std::string_view message)
{
    const std::lock_guard lock(mutex_);
    lines_.emplace_back(message);
}

void FakeHost::healthy()
{
    const std::lock_guard lock(mutex_);
    why_.clear();
}

void FakeHost::degraded(std::string_view why)
{
    const std::lock_guard lock(mutex_);
    why_ = why;
}

void FakeHost::refuseDevice(std::string name)
{
    const std::lock_guard lock(mutex_);
    refused_.push_back(std::move(name));
}

std::uint64_t FakeHost::counted(const std::string& counter) const
{
    const std::lock_guard lock(mutex_);
    const auto found = counters_.find(counter);
    return found == counters_.end() ? 0 : found->second->value.load();
}

std::vector<std::string> FakeHost::logLines() const
{
    const std::lock_guard lock(mutex_);
    return lines_;
}

std::string FakeHost::whyDegraded() const
{
    const std::lock_guard lock(mutex_);
    return why_;
}

std::optional<std::string> FakeHost::MapState::get(std::string_view key) const
{
    const std::lock_guard lock(mutex_);
    const auto found = values_.find(key);
    if (found == values_.end()) return std::nullopt;
    return found->second;
}

void FakeHost::MapState::put(std::string_view key, std::string_view value)
{
    const std::lock_guard lock(mutex_);
    values_.insert_or_assign(std::string(key), std::string(value));
}

} // namespace historian::testing
