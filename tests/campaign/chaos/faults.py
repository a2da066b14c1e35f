"""An uplink on which nearly half of all requests meet a fault, drawn from a seed."""

import collections
import random

from rig.link import Link, is_delivery

HTML = "<html><head><title>Error</title></head><body>cloudflare</body></html>"
PORTAL = "<html><body>Welcome to the hotel. Please log in.</body></html>"


def status(number, body="", **headers):
    return {"kind": "status", "status": number, "body": body,
            "headers": {name.replace("_", "-"): value for name, value in headers.items()}}


PASS, AFTER, CUT, BEFORE = {"kind": "pass"}, {"kind": "reset-after"}, {"kind": "truncate"}, {"kind": "reset-before"}
# (how often in a hundred, what)
DRAW = [
    (52, PASS), (18, AFTER), (12, CUT), (5, BEFORE),
    (1, status(408)), (1, status(420, '{"message":"slow down"}')),
    (2, status(429, '{"message":"too many requests"}', Retry_After="1")),
    (1, status(500, '{"code":"XX000","message":"internal error"}')),
    (2, status(502, HTML, Content_Type="text/html")),
    (2, status(503, '{"message":"name resolution failed"}', Retry_After="1")),
    (1, status(504, "upstream request timeout")), (1, status(520, HTML, Content_Type="text/html")),
    (1, status(544, '{"message":"The connection to the database timed out"}')),
    (1, status(200, PORTAL, Content_Type="text/html")),
]
COMMITTED = (200, 201)


def name_of(fault):
    if "kill" in fault:
        return "kill"
    return str(fault["status"]) if fault["kind"] == "status" else fault["kind"]


class Deck:
    """Cards of DRAW for deliveries: of ten in a row three lose their answer, so that few requests lose as large
    a share as many. Threads: one."""

    def __init__(self, chance):
        self.chance, self.hand = chance, []

    def draw(self):
        if not self.hand:
            self.hand = self.some(True, 3) + self.some(False, 7)
            self.chance.shuffle(self.hand)
        return self.hand.pop()

    def some(self, is_lost, count):
        cards = [card for card in DRAW if (card[1] in (AFTER, CUT)) == is_lost]
        return self.chance.choices([fault for _, fault in cards], [weight for weight, _ in cards], k=count)


class Tally:
    """What the deliveries of a run met, on whichever address; without those that the database was not there
    for. Used under the link's lock."""

    def __init__(self):
        self.faults = collections.Counter()
        self.lost_after_commit = 0
        self.deliveries = 0

    def share_after_commit(self):
        return self.lost_after_commit / max(self.deliveries, 1)


class ChaosLink(Link):
    """`kill` ends the daemon; arm_kill() has it called between a commit and its acknowledgement. While
    `is_calm` nothing goes wrong."""

    def __init__(self, rest, seed, tally, kill):
        self.chance = random.Random(seed)
        self.deck = Deck(random.Random(self.chance.getrandbits(32)))
        self.tally, self.kill = tally, kill
        self.armed = []
        self.dying = 0  # kills that are under way
        self.is_calm = False
        super().__init__(rest)

    def arm_kill(self):
        """The daemon dies once its next delivery was committed: before or just after it is told."""
        self.armed.append(self.chance.choice(["before the answer", "after the answer"]))

    def is_deadly(self):
        with self.counting:
            return bool(self.armed) or self.dying > 0

    def fault_for(self, path):
        if self.is_calm:
            return PASS
        with self.counting:
            if not is_delivery(path):
                return self.chance.choices([fault for _, fault in DRAW], [weight for weight, _ in DRAW])[0]
            self.tally.deliveries += 1
            if self.armed:
                self.dying += 1
                when = self.armed.pop(0)
                return {**(AFTER if when == "before the answer" else PASS), "kill": when}
            fault = self.deck.draw()
            self.tally.faults[name_of(fault)] += 1
        return fault

    def forwarded(self, fault, path, status):
        if not is_delivery(path):
            return
        is_committed = status in COMMITTED
        with self.counting:
            if not is_committed:
                self.tally.deliveries -= 1
            elif fault["kind"] in ("reset-after", "truncate"):
                self.tally.lost_after_commit += 1
            if "kill" in fault:
                self.count_kill(fault, is_committed)
        if fault.get("kill") == "before the answer":
            self.strike()

    def count_kill(self, fault, is_committed):
        """The next delivery takes its place if the database did not take this one."""
        if is_committed:
            self.tally.faults["kill"] += 1
        else:
            self.armed.insert(0, fault.pop("kill"))
            self.dying -= 1

    def answered(self, fault):
        if fault.get("kill") == "after the answer":
            self.strike()

    def strike(self):
        self.kill()
        with self.counting:
            self.dying -= 1
