"""How long a designer waits: ten seconds of a show at 360×640, from the command to its end."""

import os
import shutil
import statistics

from . import media
from .processes import measure

SECONDS = 10
RUNS = 5
TARGET = 3.0
"""Seconds of wall-clock time, by the median."""


def report(options, report, folder):
    report.heading("A sample")
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    clip = media.looped(os.path.join(root, "samples", "cup.mp4"), SECONDS, folder)
    # Beside the others, as `extends` knows its own folder only.
    presets = shutil.copytree(os.path.join(root, "presets"), os.path.join(folder, "presets"))
    preset = os.path.join(presets, "small.yaml")
    with open(preset, "w", encoding="utf-8") as file:
        file.write("extends: flash-sale.yaml\nname: small\ncanvas: {width: 360, height: 640}\n")
    command = [
        options.tatecast, "render", clip, "--preset", preset, "--duration", str(SECONDS), "--quiet", "--overwrite",
        "--events", os.path.join(root, "samples", "cup-flash-sale.events.ndjson"),
        "--output", os.path.join(folder, "sample"),
    ]
    runs = [measure(command, os.path.join(folder, "sample.log")) for _ in range(RUNS)]
    walls = [run.wall for run in runs]
    cpu = statistics.median(run.cpu for run in runs)
    report.line(
        f"cup.mp4 looped, cup-flash-sale.events.ndjson, flash-sale at 360×640; {RUNS} runs of {min(walls):.2f} to "
        f"{max(walls):.2f} s, {cpu:.2f} s of processor time. Load average {os.getloadavg()[0]:.1f}."
    )
    wall = statistics.median(walls)
    report.check(f"{SECONDS} s at 360x640", f"{wall:.2f} s", f"≤ {TARGET:.0f} s", wall <= TARGET)
