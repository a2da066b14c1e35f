#pragma once

#include "config/bound_config.h"
#include "ctl/command_line.h"

#include <historian/config.h>

#include <span>
#include <string>

namespace historian::ctl {

/// The options of a command, checked as the daemon checks a configuration with these keys: the key
/// `device_id` is --device-id, `ca` of the map `tls` is --tls-ca, a list is its option again and
/// again. Throws UsageError for an option that is no key of them, and for a wrong value.
config::BoundConfig bindOptions(const CommandLine& line, std::span<const Key> keys);

/// A line for each option, with what it is, its limits and its default.
std::string optionsText(std::span<const Key> keys);

} // namespace historian::ctl
