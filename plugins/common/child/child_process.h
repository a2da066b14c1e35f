#pragma once

#include "child/child_settings.h"
#include "child/family.h"
#include "lines/descriptor.h"

#include <historian/error.h>

#include <sys/types.h>

#include <optional>
#include <string>

namespace historian::child {

/// A program of its own process group, joined by three pipes. It gets nothing else of this process:
/// no descriptor, no signal setting, an environment of PATH, LANG and the mark of its family; it
/// cannot gain rights; its limits are those of the settings; it is killed when the thread that
/// started it ends. Threads: one.
class ChildProcess {
public:
    /// Starts it; the error says why the system would not.
    static Result<ChildProcess> start(const ChildSettings& settings);

    /// Kills all that is left of it and of what it started.
    ~ChildProcess() { end(); }

    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) = delete;
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// Our ends of its standard streams, which never make us wait.
    lines::Descriptor& input() { return input_; }

    lines::Descriptor& output() { return output_; }

    lines::Descriptor& errors() { return errors_; }

    pid_t pid() const { return pid_; }

    /// Readable as soon as the program itself has ended.
    int exitDescriptor() const { return exit_.number(); }

    bool hasExited() const;

    /// Kills what is left of its family and says how the program ended: "ended with exit code 3",
    /// "ended by signal 11 (Segmentation fault)".
    std::string end();

private:
    ChildProcess() = default;

    pid_t pid_ = -1;
    Family family_;
    lines::Descriptor input_;
    lines::Descriptor output_;
    lines::Descriptor errors_;
    lines::Descriptor exit_;
};

} // namespace historian::child
