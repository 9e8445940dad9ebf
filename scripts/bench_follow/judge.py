"""Holds the crop's path over a clip against where the subject really was."""

import json
from dataclasses import dataclass

ALL_BUT = 0.01
"""A subject is fully inside with so little of it outside."""

CANVAS = 9 / 16


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


@dataclass
class Judgement:
    """What one clip came to."""

    full: float
    """The share of ticks on which the subject is fully inside."""
    contained: float
    """The share of the subject that is inside, on average."""
    outside: float
    """The longest time for which it isn't fully inside, in seconds."""
    still: float
    """The share of ticks on which the crop stands still."""
    moves: int
    jumps: int
    speed: float
    """The most, in crop widths a second; jumps don't count."""
    acceleration: float
    jerk: float
    start: float
    """From the subject's first movement to the crop's, in seconds; infinite if it never moves."""
    cuts_met: list
    """For each cut: whether the subject is fully inside on the cut's own tick."""


def judge(path, truth, scene, needs, moves_at=None):
    """Judges a path.

    path: the lines that `tatecast follow --path` wrote; truth: a line for each of the source's pictures. needs: whether all subjects
    are to be inside, or any. moves_at: when the subject begins to move.
    """
    aspect = scene.size[0] / scene.size[1]
    key, size = ("x", "width") if aspect >= CANVAS else ("y", "height")
    window = min(1, CANVAS / aspect if aspect >= CANVAS else aspect / CANVAS)
    times = [tick["time"] for tick in path]
    # A jump on the tick itself, or at a place that isn't the last one's, has no speed.
    centers = [tick["center"] for tick in path]
    jumped = [tick.get("jump", False) for tick in path]
    shares = []
    for time, center in zip(times, centers):
        subjects = truth[min(len(truth) - 1, max(0, round(time * scene.rate)))]["subjects"]
        inside = [share(subject[key], subject[size], center, window) for subject in subjects]
        shares.append((max if needs == "any" else min)(inside) if inside else 1)
    step = times[1] - times[0]
    return Judgement(
        full=mean([value >= 1 - ALL_BUT for value in shares]), contained=mean(shares),
        outside=longest([value < 1 - ALL_BUT for value in shares]) * step,
        still=mean([tick["speed"] == 0 and not tick.get("jump") for tick in path]),
        moves=sum(
            1 for before, tick in zip([{"motion": "hold"}, *path], path)
            if tick["motion"] == "moving" and before["motion"] != "moving"),
        jumps=sum(jumped), **motion(centers, jumped, step, window),
        start=next((time - moves_at for time, tick in zip(times, path) if moves_at is not None and time >= moves_at
                    and abs(tick["speed"]) > 0.02), float("inf")),
        cuts_met=[shares[round(cut / step)] >= 1 - ALL_BUT for cut in scene.cuts])


def share(start, length, center, window):
    """How much of a stretch is inside the window."""
    first, last = max(start, center - window / 2), min(start + length, center + window / 2)
    # What sticks out of the picture can't be shown.
    visible = min(start + length, 1) - max(start, 0)
    return max(0, last - first) / visible if visible > 0 else 1


def motion(centers, jumped, step, window):
    """The most speed, acceleration and jerk, by differences of the path itself."""
    result, values = {}, [center / window for center in centers]
    for order, name in enumerate(("speed", "acceleration", "jerk"), 1):
        values = [(b - a) / step for a, b in zip(values, values[1:])]
        # A difference of so many ticks that has a jump in it says nothing.
        calm = [abs(value) for index, value in enumerate(values) if not any(jumped[index:index + order + 1])]
        result[name] = max(calm, default=0)
    return result


def mean(values):
    return sum(values) / len(values) if values else 0


def longest(flags):
    best = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        best = max(best, run)
    return best
