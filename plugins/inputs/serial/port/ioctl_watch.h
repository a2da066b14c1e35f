#pragma once

#include <vector>

namespace historian::serial {

/// The requests of every ioctl() that this test program has made since forgetIoctls(). Linking this
/// puts a function of that name before the C library's; what tcsetattr() and its like ask within
/// the library is not among them, and none of those moves a modem line. Threads: any.
std::vector<unsigned long> ioctlsAsked();
void forgetIoctls();

} // namespace historian::serial
