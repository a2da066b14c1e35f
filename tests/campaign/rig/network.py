"""A network of the campaign's own, whose packets can be swallowed. It goes with the process."""

import ctypes
import errno
import os
import subprocess

from .link import Link

CLONE_NEWNET = 0x40000000
PACKET_BYTES = 1500
CUT_PERCENT = 100
TABLE = "historian_campaign"


def enter_own_network():
    """Moves this thread, and what it starts from now on, into a network that has a loopback and no
    more. False for those who may not: it takes root, and not every container has one."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) == 0:
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        return True
    if ctypes.get_errno() != errno.EPERM:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), "unshare")
    return False


class SwallowingLink(Link):
    """Its packets vanish without a word, in both directions: all of them while it is cut, else
    `percent` of a hundred. Only in a network of our own; makes packets as small as outside."""

    def __init__(self, rest, round_trip_s, percent):
        self.percent = percent
        self.packets("mtu", str(PACKET_BYTES), "gso_max_segs", "1")
        super().__init__(rest, round_trip_s)
        self.swallow(percent)

    def cut(self):
        self.swallow(CUT_PERCENT)

    def restore(self):
        self.swallow(self.percent)

    def close(self):
        super().close()
        self.nft(f"delete table inet {TABLE}")
        self.packets("mtu", "65536", "gso_max_segs", "65535")

    def swallow(self, percent):
        """Where packets arrive: a sender whose own output is in the way would be told."""
        port = self.server.server_port
        chance = "" if percent == CUT_PERCENT else f"numgen random mod 100 < {percent}"
        rules = "\n".join(f"tcp {end} {port} {chance} drop" for end in ("dport", "sport"))
        self.nft(f"add table inet {TABLE}\ndelete table inet {TABLE}\n"
                 f"table inet {TABLE} {{\nchain arrival {{\ntype filter hook input priority 0\n{rules}\n}}\n}}\n")

    @staticmethod
    def nft(script):
        subprocess.run(["nft", "-f", "-"], input=script, text=True, check=True)

    @staticmethod
    def packets(*settings):
        subprocess.run(["ip", "link", "set", "lo", *settings], check=True)
