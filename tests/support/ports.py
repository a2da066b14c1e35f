"""Ports for programs that have to be told one."""

import random
import socket

# The kernel takes no port of an outgoing connection from here, so that none is gone while its program is down.
FIRST, END = 20_000, 32_768
_claims = []


def free_port():
    """Nobody listens there, and no other test is given it while this program runs."""
    while True:
        port = random.randrange(FIRST, END)
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0historian-test-port-{port}")
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            claim.close()
            continue
        _claims.append(claim)
        return port
