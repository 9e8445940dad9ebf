"""Viewers who join at random, and how late they see what happens."""

import random
import sys
import time

from . import clock, player
from .broadcast import IdleShare

WATCHED_FROM, WATCHED_FOR = 20.0, 10.0
"""Seconds after its start from which a viewer is measured, and for how long."""


def share(values, part):
    """The smallest value that so large a share of all reach at most."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(part * 1000) * len(ordered) // 1000) - 1))]


class Join:
    """One viewer: from opening the page to the last picture measured."""

    def __init__(self, browser, pages, source, config):
        self.page, self.requests = player.open_page(browser, pages.url(source, config, reads_clock=True))
        self.begin = time.monotonic()
        self.offset, self.offset_error = player.clock_offset(self.page)
        self.idle = None
        self.facts = None

    def watch(self):
        self.idle = IdleShare()

    def end(self, screenshot=None):
        self.idle = self.idle.value()
        self.facts = self.page.evaluate("summary()")
        if screenshot:
            self.page.screenshot(path=screenshot)
        self.page.context.close()

    def latencies(self, base):
        """Of the pictures measured, in seconds, from when each was due at the camera to when it was due on the screen."""
        first = self.facts["start"] / 1000 + WATCHED_FROM
        result = []
        for number, shown, _ in self.facts["frames"]:
            if number is not None and first <= shown / 1000 < first + WATCHED_FOR:
                age = shown / 1000 + self.offset - base - number / clock.FRAME_RATE
                result.append(age % clock.SECONDS)
        return result

    def row(self, name, base):
        """For a table: what this viewer met."""
        facts, values = self.facts, self.latencies(base)
        first = facts["start"] + WATCHED_FROM * 1000
        measured = [frame for frame in facts["frames"] if frame[1] >= first]
        unread = sum(frame[0] is None for frame in measured)
        late_waits = sum(at > facts["start"] + 5000 for at in facts["waiting"])
        rates = sum(at >= first for at, _ in facts["rates"])
        if not values:
            # What a person would want to know next.
            told = {key: facts[key] for key in ("fatal", "errors", "time", "paused", "buffered", "latency", "total")}
            print(f"{name}: no picture read; {len(facts['frames'])} shown in all; {told}", file=sys.stderr)
            return [name, "no picture read", *[""] * 7, f"{self.idle:.0%}"]
        return [name, f"{(facts['firstFrame'] - facts['start']) / 1000:.2f}", f"{share(values, 0.5):.3f}",
                f"{share(values, 0.95):.3f}", f"{max(values):.3f}", f"{facts['latency']:.2f} / {facts['target']:.2f}",
                f"{len(facts['waiting'])} / {late_waits}", rates, f"{len(values)} ({unread} unread, {facts['dropped']} dropped)",
                f"{self.idle:.0%}"]


HEAD = ["join", "first picture s", "p50 s", "p95 s", "max s", "hls.js says / aims at", "waits / after 5 s", "rate changes",
        "pictures", "idle"]


def run(browser, pages, source, configs, counts, at_once, screenshot=None):
    """Lets so many viewers of each configuration join at random phases of a part, `at_once` of them at a time.

    Returns a list of (the configuration's index, Join).
    """
    length = WATCHED_FROM + WATCHED_FOR + 0.3
    pending = [index for turn in range(max(counts)) for index in range(len(configs)) if turn < counts[index]]
    begin, starts = time.monotonic(), []
    for turn in range(len(pending)):
        # Two parts of any length are within the dice's reach.
        starts.append(turn * (length + 1.5) / at_once + random.uniform(0, 1.1))
    actions = []
    for turn, start in enumerate(starts):
        actions += [(start, turn, "begin"), (start + WATCHED_FROM, turn, "watch"), (start + length, turn, "end")]
    joins = {}
    for due, turn, action in sorted(actions):
        while (wait := begin + due - time.monotonic()) > 0:
            # Lets the browser's messages come in.
            if joins:
                next(iter(joins.values())).page.wait_for_timeout(min(wait, 0.5) * 1000)
            else:
                time.sleep(min(wait, 0.5))
        if action == "begin":
            joins[turn] = Join(browser, pages, source, configs[pending[turn]])
        elif action == "watch":
            joins[turn].watch()
        else:
            done = joins.pop(turn)
            done.end(screenshot if turn == len(pending) - 1 else None)
            yield pending[turn], done
