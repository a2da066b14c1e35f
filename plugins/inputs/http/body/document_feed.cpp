#include "body/document_feed.h"

#include <utility>

namespace historian::http {
namespace {

constexpr std::string_view kBlanks{" \t\r\n\0", 5};
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool isBlank(std::string_view text)
{
    return text.find_first_not_of(kBlanks) == std::string_view::npos;
}

bool isBlank(char letter)
{
    return kBlanks.find(letter) != std::string_view::npos;
}

} // namespace

DocumentFeed::DocumentFeed(BodyForm form, Consumer consumer)
    : form_(form), consumer_(std::move(consumer))
{
}

void DocumentFeed::push(std::string_view bytes)
{
    if (form_ == BodyForm::Lines) {
        pushLines(bytes);
        return;
    }
    held_.append(bytes);
    if (form_ == BodyForm::ByShape) decideForm();
    if (form_ == BodyForm::Lines) pushLines(std::exchange(held_, {}));
}

void DocumentFeed::finish()
{
    if (form_ == BodyForm::Lines)
        endLine({});
    else
        consumer_(std::exchange(held_, {}), false);
}

/// Follows the first value to its end without understanding it.
void DocumentFeed::decideForm()
{
    if (scanned_ == 0 && held_.starts_with(kByteOrderMark)) scanned_ = kByteOrderMark.size();
    for (; scanned_ < held_.size(); ++scanned_) {
        const char letter = held_[scanned_];
        if (isInText_) {
            if (letter == '"' && !isEscaped_) isInText_ = false;
            isEscaped_ = letter == '\\' && !isEscaped_;
        } else if (letter == '"' && depth_ > 0) {
            isInText_ = true;
        } else if (letter == '{' || (letter == '[' && depth_ > 0)) {
            if (isFirstOver_) return void(form_ = BodyForm::Lines);
            ++depth_;
        } else if ((letter == '}' || letter == ']') && depth_ > 0) {
            isFirstOver_ = --depth_ == 0;
        } else if (depth_ == 0 && !isBlank(letter)) {
            return void(form_ = isFirstOver_ ? BodyForm::Lines : BodyForm::Whole);
        }
    }
}

void DocumentFeed::pushLines(std::string_view bytes)
{
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        if (end == std::string_view::npos) return hold(bytes);
        endLine(bytes.substr(0, end));
        bytes.remove_prefix(end + 1);
    }
}

void DocumentFeed::hold(std::string_view bytes)
{
    if (isSkipping_) return;
    held_.append(bytes);
    if (held_.size() <= kLineBytesMax) return;
    consumer_(held_, true);
    held_.clear();
    isSkipping_ = true;
}

void DocumentFeed::endLine(std::string_view line)
{
    if (std::exchange(isSkipping_, false)) return;
    if (!held_.empty()) {
        held_.append(line);
        line = held_;
    }
    if (!isBlank(line)) consumer_(line, line.size() > kLineBytesMax);
    held_.clear();
}

} // namespace historian::http
