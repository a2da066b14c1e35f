#include "forward/hours/hour_day.h"

#include "forward/verdict/record_text.h"

#include <historian/codec/json_writer.h>

#include <charconv>

namespace historian::forward {
namespace {

constexpr std::size_t kWords = 7; // hour, revision, round, approved, readings, coverage, energy

std::vector<std::string> wordsOf(std::string_view field)
{
    std::vector<std::string> words(1);
    for (const char c : field) {
        if (c == ' ')
            words.emplace_back();
        else
            words.back() += c;
    }
    return words;
}

std::optional<double> decimalOf(const std::string& text)
{
    double number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

} // namespace

HourDay HourDay::of(std::string_view body)
{
    HourDay day;
    for (const std::string& field : splitFields(body)) {
        const auto words = wordsOf(field);
        if (words.size() != kWords || numberOf(words[0]) >= kHoursADay) continue;
        const auto coverage = decimalOf(words[5]);
        const auto energy = decimalOf(words[6]);
        if (!coverage || !energy) continue;
        day.entries_[numberOf(words[0])] = Entry{*energy,
                                                 *coverage,
                                                 numberOf(words[4]),
                                                 words[3] == "1",
                                                 static_cast<std::uint32_t>(numberOf(words[1])),
                                                 numberOf(words[2])};
    }
    return day;
}

std::string HourDay::text() const
{
    std::vector<std::string> fields;
    for (std::size_t hour = 0; hour < kHoursADay; ++hour) {
        if (!entries_[hour]) continue;
        const Entry& entry = *entries_[hour];
        fields.push_back(std::to_string(hour) + ' ' + std::to_string(entry.revision) + ' ' +
                         std::to_string(entry.toldIn) + (entry.isApproved ? " 1 " : " 0 ") +
                         std::to_string(entry.readings) + ' ' + codec::numberText(entry.coverage) +
                         ' ' + codec::numberText(entry.energyKwh));
    }
    return joinFields(fields);
}

bool HourDay::isSame(const Entry& entry, const EnergyHour& energy)
{
    return entry.energyKwh == energy.energyKwh && entry.coverage == energy.coverage &&
           entry.readings == energy.readings && entry.isApproved == energy.isApproved;
}

bool HourDay::take(std::size_t hour, const EnergyHour& energy)
{
    std::optional<Entry>& entry = entries_[hour];
    if (entry && isSame(*entry, energy)) return false;
    const std::uint32_t revision = entry ? entry->revision + 1 : 0;
    entry =
        Entry{energy.energyKwh, energy.coverage, energy.readings, energy.isApproved, revision, 0};
    return true;
}

bool HourDay::isTold(std::size_t hour, std::uint64_t round) const
{
    return entries_[hour] && entries_[hour]->toldIn == round;
}

std::uint32_t HourDay::revision(std::size_t hour) const
{
    return entries_[hour] ? entries_[hour]->revision : 0;
}

void HourDay::told(std::size_t hour, std::uint32_t revision, std::uint64_t round)
{
    if (entries_[hour] && entries_[hour]->revision == revision) entries_[hour]->toldIn = round;
}

} // namespace historian::forward
