#include "host/instance_host.h"

#include <algorithm>

namespace historian::host {
namespace {

using base::InstanceCondition;

constexpr std::size_t kWhyBytesMax = 500;

bool isFinal(InstanceCondition condition)
{
    return condition == InstanceCondition::Stuck || condition == InstanceCondition::Disabled;
}

LogLevel levelOf(InstanceCondition condition)
{
    return condition == InstanceCondition::Healthy || condition == InstanceCondition::Starting
               ? LogLevel::Info
               : LogLevel::Warning;
}

} // namespace

InstanceHost::InstanceHost(HostParts parts)
    : parts_(std::move(parts)),
      subject_(parts_.kind + "." + parts_.plugin + "[" + parts_.name + "]")
{
    shown_.with([this](Shown& shown) { shown.since = parts_.clock.now(); });
}

Result<Symbol> InstanceHost::symbol(NameKind kind, std::string_view name)
{
    // The name first: a gate is only asked about what can be a device at all.
    if (kind == NameKind::Device && parts_.gate && base::isName(kind, name))
        if (std::optional<Error> refused = parts_.gate(name)) return *refused;
    return parts_.symbols.symbol(kind, name);
}

Result<const Config*> InstanceHost::profile(std::string_view name)
{
    auto section = parts_.facts.profile(name, parts_.plugin, profileKeys_);
    if (!section) return section.error();
    return profiles_.emplace_back(*std::move(section)).get();
}

Counter& InstanceHost::counter(std::string_view name, std::string_view meaning)
{
    const std::lock_guard lock(figuresMutex_);
    const auto known = std::ranges::find(figures_, name, &Figure::name);
    if (known != figures_.end()) return *known;
    if (figures_.size() >= kCountersMax) return figures_.back();
    if (figures_.size() == kCountersMax - 1)
        return figures_.emplace_back("other_total", "all counters beyond the 63rd together");
    return figures_.emplace_back(std::string(name), std::string(meaning));
}

void InstanceHost::log(LogLevel level, std::string_view message)
{
    parts_.log(level, subject_, message);
}

void InstanceHost::degraded(std::string_view why)
{
    setCondition(InstanceCondition::Degraded, why);
}

void InstanceHost::setCondition(InstanceCondition condition, std::string_view why)
{
    why = why.substr(0, kWhyBytesMax);
    const bool isChange = shown_.with([&](Shown& shown) {
        if (isFinal(shown.condition) || (shown.condition == condition && shown.why == why))
            return false;
        if (shown.condition != condition) shown.since = parts_.clock.now();
        shown.condition = condition;
        shown.why = why;
        return true;
    });
    if (!isChange) return;
    const std::string text(base::nameOf(condition));
    log(levelOf(condition), why.empty() ? text : text + ": " + std::string(why));
}

bool InstanceHost::cameBack()
{
    const bool wasStuck = shown_.with([&](Shown& shown) {
        if (shown.condition != InstanceCondition::Stuck) return false;
        shown = {InstanceCondition::Healthy, {}, shown.version, parts_.clock.now()};
        return true;
    });
    if (wasStuck) log(LogLevel::Info, "healthy: the call that was overdue came back");
    return wasStuck;
}

void InstanceHost::setVersion(std::string_view version)
{
    shown_.with([version](Shown& shown) { shown.version = version; });
}

base::InstanceStatus InstanceHost::status() const
{
    base::InstanceStatus status;
    status.kind = parts_.kind;
    status.name = parts_.name;
    status.plugin = parts_.plugin;
    shown_.with([&status](const Shown& shown) {
        status.version = shown.version;
        status.condition = shown.condition;
        status.why = shown.why;
        status.since = shown.since;
    });
    const std::lock_guard lock(figuresMutex_);
    for (const Figure& figure : figures_) status.counters.push_back(figure.figure());
    return status;
}

} // namespace historian::host
