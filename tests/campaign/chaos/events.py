"""What is done to a site while readings come in: drawn from a seed, at places in the stream of readings."""

import random

# How often each happens in a run.
EVENTS = {"kill_at_ack": 3, "kill_anywhere": 2, "crash_postgres": 2, "rename": 1, "move": 1, "change_key": 1,
          "change_encoding": 2, "change_batches": 1}
FIRST, LAST = 0.05, 0.95  # of all readings


def plan(seed, readings):
    """[(after so many readings, event)], in that order."""
    chance = random.Random(seed)
    names = [name for name, times in EVENTS.items() for _ in range(times)]
    chance.shuffle(names)
    places = sorted(int(readings * chance.uniform(FIRST, LAST)) for _ in names)
    return list(zip(places, names))
