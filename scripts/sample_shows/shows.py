"""The shows of samples/shows.json."""

import json
import os
from dataclasses import dataclass, field

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CLIPS = ["samples/cup.mp4", "samples/box.mp4", "samples/bbb.mp4"]
"""What every preset is shown over: a white wall, a room, and animation full of detail."""

START = "2026-11-22T20:00:00.000Z"
"""When all shows begin, so that clocks and absolute times say the same in every picture."""


class Failure(Exception):
    """Something that stands in the way, in a sentence."""


@dataclass
class Show:
    name: str
    media: str
    events: str
    preset: str
    goldens: list = field(default_factory=list)
    """The instants whose pictures are kept in samples/golden, in seconds."""
    sheet: list = field(default_factory=list)
    """The instants of the preset's contact sheet, in seconds; by default eight within the shortest clip."""

    @property
    def media_path(self):
        return os.path.join("samples", self.media)

    @property
    def events_path(self):
        return os.path.join("samples", self.events)

    @property
    def preset_path(self):
        return os.path.join("presets", f"{self.preset}.yaml")

    @property
    def event_count(self):
        with open(os.path.join(ROOT, self.events_path), encoding="utf-8") as lines:
            return sum(1 for line in lines if line.strip())


def load():
    """All shows, in the file's order."""
    path = os.path.join(ROOT, "samples", "shows.json")
    with open(path, encoding="utf-8") as file:
        shows = [Show(**entry) for entry in json.load(file)]
    if not shows:
        raise Failure("samples/shows.json names no show")
    return shows


def of_preset(shows, preset):
    """The show that has most to tell of a preset, or None if none uses it."""
    return max((show for show in shows if show.preset == preset), key=lambda show: show.event_count, default=None)


def instants(values):
    """As `--at` takes them."""
    return ",".join(f"{value:g}" for value in values)
