#include "fleet.h"

#include "forward/settings.h"
#include "gateway.h"

#include <algorithm>
#include <optional>
#include <queue>
#include <random>
#include <tuple>
#include <utility>
#include <variant>

namespace historian::fleet {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr SteadyTime kBack{std::chrono::hours(1'000)}; ///< when the destination comes back
constexpr seconds kTried{900}; ///< how long they have tried; the back-off is at its ceiling
constexpr milliseconds kRetryAfter{1'000}; ///< what the plugin asks for, at least
constexpr std::uint64_t kCaughtUp = 10;    ///< readings a gateway that still wait

struct Event {
    SteadyTime at;
    std::size_t gateway;

    friend bool operator>(const Event& one, const Event& other)
    {
        return std::tie(one.at, one.gateway) > std::tie(other.at, other.gateway);
    }
};

/// A gateway, and the answer that it waits for.
struct Member {
    Gateway gateway;
    std::optional<Gateway::Request> asked;
    SteadyTime askedAt{};
    Destination::Answer answer;
};

class Simulation {
public:
    explicit Simulation(const Scenario& scenario)
        : scenario_(scenario), chance_(scenario.seed), destination_(scenario.capacity, kBack)
    {
        for (std::size_t i = 0; i < scenario.gateways; ++i) add(i);
    }

    Course run()
    {
        course_.backlogAtFirst = backlog(kBack);
        SteadyTime now = kBack;
        SteadyTime nextLook = kBack;
        while (!events_.empty() && events_.top().at < kBack + scenario_.end) {
            const Event event = events_.top();
            events_.pop();
            now = event.at;
            turn(members_[event.gateway], event);
            if (now < nextLook) continue;
            nextLook = now + seconds(1);
            if (backlog(now) < kCaughtUp * scenario_.gateways) break;
        }
        course_.backlogAtLast = backlog(now);
        return std::move(course_);
    }

private:
    void add(std::size_t place)
    {
        const SteadyTime start = scenario_.isPowerCut ? kBack : kBack - kTried;
        const microseconds interval = scenario_.interval;
        const microseconds phase(static_cast<std::int64_t>(chance_() % interval.count()));
        GatewayShape shape{.interval = interval,
                           .firstReading = kBack - scenario_.outage + phase,
                           .startWaitMax = forward::ForwarderPace{}.startWaitMax};
        members_.push_back({Gateway(shape, random()), {}, {}, {}});
        events_.push({start, place});
    }

    forward::Random random()
    {
        if (!scenario_.hasJitter) return [] { return 0.5; };
        return [chance = std::mt19937_64(chance_())]() mutable {
            return std::uniform_real_distribution<double>(0, 1)(chance);
        };
    }

    std::uint64_t backlog(SteadyTime now) const
    {
        std::uint64_t all = 0;
        for (const Member& member : members_) all += member.gateway.backlog(now);
        return all;
    }

    Second* secondOf(SteadyTime at)
    {
        if (at < kBack) return nullptr;
        const auto second = static_cast<std::size_t>((at - kBack) / seconds(1));
        if (course_.seconds.size() <= second) course_.seconds.resize(second + 1);
        return &course_.seconds[second];
    }

    void turn(Member& member, const Event& event)
    {
        if (member.asked) digest(member, event.at);
        const auto next = member.gateway.step(event.at);
        if (const SteadyTime* later = std::get_if<SteadyTime>(&next))
            return events_.push({*later, event.gateway});
        member.asked = std::get<Gateway::Request>(next);
        member.askedAt = event.at;
        member.answer = destination_.ask(event.at, member.asked->readings());
        events_.push({member.answer.at, event.gateway});
        if (Second* second = secondOf(event.at)) {
            ++second->requests;
            second->refused += member.answer.isTaken ? 0 : 1;
        }
    }

    void digest(Member& member, SteadyTime now)
    {
        const Gateway::Request asked = *std::exchange(member.asked, std::nullopt);
        const microseconds took = now - member.askedAt;
        if (!member.answer.isTaken)
            return member.gateway.failed(
                asked, now, took, std::max(member.answer.after, kRetryAfter));
        member.gateway.delivered(asked, now, took);
        if (Second* second = secondOf(now)) second->rows += asked.readings();
    }

    Scenario scenario_;
    std::mt19937_64 chance_;
    Destination destination_;
    std::vector<Member> members_;
    std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
    Course course_;
};

} // namespace

Course simulate(const Scenario& scenario)
{
    return Simulation(scenario).run();
}

} // namespace historian::fleet
