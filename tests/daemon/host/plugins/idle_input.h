#pragma once

#include <historian/plugin.h>

/// Does nothing, well.
class IdleInput : public historian::Input {
public:
    IdleInput(historian::Host&, const historian::Config&) {}

    void start(historian::Sink&) override {}

    void stop() override {}
};
