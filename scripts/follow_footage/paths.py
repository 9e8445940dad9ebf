"""Numbers that change with time, for ffmpeg and for the ground truth alike."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Path:
    """Straight lines between (seconds, value) points, and a swing around them. Two points at one time are a jump."""

    points: tuple
    swing: float = 0
    """How far the value swings to each side."""
    frequency: float = 0
    """How often it swings, in hertz."""

    def at(self, time):
        value = self.points[-1][1]
        for (start, first), (end, second) in zip(self.points, self.points[1:]):
            if time < end:
                value = first if time < start else first + (second - first) * (time - start) / (end - start)
                break
        return value + self.swing * math.sin(2 * math.pi * self.frequency * time)

    @property
    def expression(self):
        """The same, in ffmpeg's words, with `t` for the time."""
        text = f"{self.points[-1][1]:.5f}"
        for (start, first), (end, second) in reversed(list(zip(self.points, self.points[1:]))):
            if end > start:
                line = f"({first:.5f}+{(second - first) / (end - start):.6f}*(max(t,{start:.4f})-{start:.4f}))"
                text = f"if(lt(t,{end:.4f}),{line},{text})"
            else:
                text = f"if(lt(t,{end:.4f}),{first:.5f},{text})"
        if self.swing:
            text += f"+{self.swing:.5f}*sin(2*PI*{self.frequency:.4f}*t)"
        return f"({text})"


def still(value):
    return Path(((0, value),))


def sway(value, swing, frequency):
    return Path(((0, value),), swing, frequency)


def steps(*points):
    """A path through points, which stands still before the first and after the last."""
    return Path(((0, points[0][1]), *points))
