#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace historian::exec {

// What the child is told. An id is JSON, as the child wrote it.

/// `{"ack":ID}`: the readings of that line are durable.
std::string ackLine(std::string_view id);

/// `{"reject":ID,"field":"…","why":"…"}`: a reading of that line will never be stored; the id is
/// null if the line had none.
std::string rejectLine(std::string_view id, std::string_view field, std::string_view why);

/// `{"busy":MS}`: nothing can be stored now; what was sent is kept.
std::string busyLine(std::chrono::milliseconds delay);

} // namespace historian::exec
