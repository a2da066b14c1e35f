#include "last_post.h"

#include "board_route.h"
#include "readings_route.h"

namespace historian::http {

void LastPost::answered(const HttpRequest& request, int status, SteadyTime now)
{
    const std::lock_guard lock(mutex_);
    post_ = {now, std::string(request.path()), std::string(request.address()), status};
}

std::vector<ProbeStep> LastPost::steps(SteadyTime now) const
{
    std::vector<ProbeStep> steps{
        {"where to post",
         true,
         "boards to " + std::string(kBoardPath) + ", programs to " + std::string(kReadingsPath) +
             ", at the address of the page; historianctl devices shows who is approved"}};
    const std::lock_guard lock(mutex_);
    if (!post_) {
        steps.push_back({"the last post", false, "none came since the start"});
        return steps;
    }
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(now - post_->at);
    steps.push_back({"the last post",
                     post_->status < 400,
                     std::to_string(age.count()) + " s ago from " + post_->address + " to " +
                         post_->path + ", answered with " + std::to_string(post_->status)});
    return steps;
}

} // namespace historian::http
