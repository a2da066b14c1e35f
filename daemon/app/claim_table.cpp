#include "app/claim_table.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace historian::app {
namespace {

// A device that is not plugged in has its name only.
std::string targetOf(const Claim& claim)
{
    if (claim.kind != Claim::Kind::Device) return claim.name;
    std::error_code fault;
    const std::filesystem::path path = std::filesystem::weakly_canonical(claim.name, fault);
    return fault ? claim.name : path.string();
}

std::string nameOf(const Claim& claim)
{
    return (claim.kind == Claim::Kind::Port ? "port " : "") + claim.name;
}

} // namespace

std::string ClaimTable::add(const std::string& owner, const Claim& claim)
{
    const std::string target = targetOf(claim);
    const auto other = std::ranges::find_if(entries_, [&](const Entry& entry) {
        return entry.claim.kind == claim.kind && entry.target == target;
    });
    if (other == entries_.end()) {
        entries_.push_back({owner, claim, target});
        return {};
    }
    if (claim.kind == Claim::Kind::Remote)
        return nameOf(claim) + " is used by " + other->owner +
               " too, and many devices serve one connection only; one input can read all its units";
    if (other->claim.name != claim.name)
        return claim.name + " is " + other->claim.name + ", which belongs to " + other->owner +
               " already";
    return nameOf(claim) + " belongs to " + other->owner + " already";
}

} // namespace historian::app
