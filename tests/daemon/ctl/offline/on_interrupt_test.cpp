#include "ctl/offline/on_interrupt.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <semaphore>

namespace historian::ctl {

TEST(OnInterrupt, ActsOnCtrlCAndOnTermInsteadOfEnding)
{
    std::counting_semaphore<8> acts(0);
    const OnInterrupt interrupt([&acts] { acts.release(); });
    for (const int signal : {SIGINT, SIGTERM, SIGINT}) {
        ::kill(::getpid(), signal);
        EXPECT_TRUE(acts.try_acquire_for(std::chrono::seconds(30)));
    }
}

TEST(OnInterrupt, PutsTheSignalsBackAsTheyWere)
{
    sigset_t before;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &before);
    {
        const OnInterrupt interrupt([] {});
        sigset_t during;
        ::pthread_sigmask(SIG_SETMASK, nullptr, &during);
        EXPECT_EQ(::sigismember(&during, SIGINT), 1);
    }
    sigset_t after;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &after);
    EXPECT_EQ(::sigismember(&after, SIGINT), ::sigismember(&before, SIGINT));
}

} // namespace historian::ctl
