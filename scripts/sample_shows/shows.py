"""The shows of samples/shows.json."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CLIPS = ["samples/cup.mp4", "samples/box.mp4", "samples/bbb.mp4"]
"""What every preset is shown over: a white wall, a room, and animation full of detail."""

GOLDENS = "samples/golden"

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
    subjects: str = ""
    """Who is in the clip, for a crop that follows: pictures are then the same on every machine."""
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
    def golden_arguments(self):
        """For `tatecast snapshot`: which pictures are compared, and with what. The tests ask for the same."""
        return [
            *self.arguments, *self.clip_arguments, "--at", instants(self.goldens), "--canvas", "360x640",
            "--golden", os.path.join(GOLDENS, self.name),
        ]

    @property
    def clip_arguments(self):
        """For `tatecast snapshot`: the clip."""
        return ["--input", self.media_path, *self.subject_arguments]

    @property
    def subject_arguments(self):
        """For `tatecast snapshot` and `render`."""
        return ["--subjects", os.path.join("samples", self.subjects)] if self.subjects else []

    @property
    def arguments(self):
        """For `tatecast snapshot`: the show without its clip."""
        return [self.preset_path, "--events", self.events_path, "--start-time", START]

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


def subjects_of(clip):
    """Who is in a clip: the file beside it."""
    return clip.removesuffix(".mp4") + ".subjects.ndjson"


def instants(values):
    """As `--at` takes them."""
    return ",".join(f"{value:g}" for value in values)


def run(main):
    """Runs a script's main function, and ends with a sentence and a status if something stands in its way."""
    try:
        main()
    except Failure as failure:
        sys.exit(str(failure))
    except subprocess.CalledProcessError as failure:
        # What stood in the way has been said.
        sys.exit(failure.returncode)
