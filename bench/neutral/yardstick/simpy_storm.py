"""The neutral workload on SimPy, a process for each node: python simpy_storm.py NODES WALL_SECONDS.

Stops at the wall limit; the rate so far stands for the whole run, since as many timers are pending.
"""
import json
import math
import random
import sys
import time

import simpy

NODES, WALL_SECONDS = int(float(sys.argv[1])), float(sys.argv[2])
END, STORM = 14_400_000, 3_600_000
counts = dict(attempts=0, failed=0, logins=0, renewals=0, ends=0, restarts=0)
chance = random.Random(42).random
env = simpy.Environment()
free = 0.0


def sign_in():
    """Asks until there is room in the line, and waits in it."""
    global free
    failures = 0
    while True:
        counts["attempts"] += 1
        per_ms = NODES / (1e6 if env.now < STORM else 5e6)
        if max(0, free - env.now) * per_ms < 5_000 * per_ms:
            break
        counts["failed"] += 1
        spread = min(64_000, 1_000 * 2 ** min(6, failures))
        failures += 1
        yield env.timeout(1 + int(chance() * spread))
    free = max(env.now, free) + 1 / per_ms
    yield env.timeout(math.ceil(free) - env.now)


def stay():
    """Renews the lease each minute until the session ends."""
    ends = env.now + 1 + int(-math.log(1 - chance()) * 10_800_000)
    while True:
        yield env.timeout(min(60_000, ends - env.now))
        if env.now >= ends:
            return
        counts["renewals"] += 1


def live():
    """One node, until the end; a restart interrupts it wherever it is."""
    wait = int(chance() * 900_000) + 1
    while True:
        try:
            yield env.timeout(wait)
            yield from sign_in()
            counts["logins"] += 1
            yield from stay()
            counts["ends"] += 1
            wait = 5_000 + int(chance() * 25_000)
        except simpy.Interrupt:
            counts["restarts"] += 1
            wait = 30_000 + int(chance() * 90_000)


def restart(node):
    """Interrupts a node at its moment of the storm."""
    yield env.timeout(STORM + int(chance() * 600_000))
    node.interrupt()


for _ in range(NODES):
    node = env.process(live())
    if chance() < 0.1:
        env.process(restart(node))
started = time.perf_counter()
now = 0
while now < END and time.perf_counter() - started < WALL_SECONDS:
    now += 1_000
    env.run(until=now)
wall = time.perf_counter() - started
print(json.dumps({**counts, "wallMs": wall * 1e3, "stoppedMs": now}))
