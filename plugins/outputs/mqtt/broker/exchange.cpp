#include "broker/exchange.h"

#include "broker/words.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace historian::mqtt {

namespace {

// The window of messages under way and the answers so far.
class Window {
public:
    Window(Connection& connection, std::span<const Message> messages)
        : connection_(connection), messages_(messages), answers_(messages.size())
    {
    }

    bool isFinished() const { return next_ == messages_.size() && inFlight_.empty(); }

    bool hasRoom() const
    {
        return next_ < messages_.size() &&
               inFlight_.size() < static_cast<std::size_t>(kInFlightMax);
    }

    void sendNext()
    {
        auto sent = connection_.send(messages_[next_]);
        if (const int* id = std::get_if<int>(&sent))
            inFlight_.emplace(*id, next_);
        else
            answers_[next_] = std::get<Delivery>(std::move(sent));
        ++next_;
    }

    void settle(Ack ack)
    {
        const auto found = inFlight_.find(ack.id);
        if (found == inFlight_.end()) return;
        answers_[found->second] = answered(ack.reason, messages_[found->second].topic);
        inFlight_.erase(found);
    }

    Deliveries take(const std::string& whyNone)
    {
        Deliveries deliveries;
        deliveries.reserve(answers_.size());
        for (std::optional<Delivery>& answer : answers_)
            deliveries.push_back(answer ? *std::move(answer)
                                        : Delivery::retry(kRetryAfter, whyNone));
        return deliveries;
    }

private:
    Connection& connection_;
    std::span<const Message> messages_;
    std::vector<std::optional<Delivery>> answers_;
    std::unordered_map<int, std::size_t> inFlight_;
    std::size_t next_ = 0;
};

} // namespace

Exchange publishAll(Connection& connection,
                    std::span<const Message> messages,
                    const std::stop_token& stop,
                    std::chrono::milliseconds timeMax)
{
    const auto deadline = std::chrono::steady_clock::now() + timeMax;
    Window window(connection, messages);
    while (!window.isFinished()) {
        if (window.hasRoom() && connection.isUp()) {
            window.sendNext();
            continue;
        }
        const std::optional<Ack> ack = connection.nextAck(deadline, stop);
        if (!ack) break;
        window.settle(*ack);
    }
    const bool isFinished = window.isFinished();
    return {window.take(isFinished ? "" : connection.why()), isFinished};
}

} // namespace historian::mqtt
