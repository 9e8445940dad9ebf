"""How soon a caption is in the picture, against a price: from the call to the part that shows it, and on which frame of the decoded pictures it is."""

import random
import statistics
import subprocess
import time

from bench_control.load import percentile
from bench_control.media import FPS, Viewer
from bench_render.processes import Failure

from .broadcast import CaptionedBroadcast

SIZE = (360, 640)
# `low`: parts in a segment, frames in a part.
PARTS, FRAMES = 3, 16
# A price may be on a viewer's disk after so long (p95), as `bench-control` has it.
SLOWEST = 0.9
# How much later a caption may be fetchable than a price: what two medians are apart by chance, in seconds.
MOST_MORE = 0.05
# Both come at once, on plates of pure blue, in two places: shares of the picture's height.
AREAS = {"caption": (0.10, 0.20), "price": (0.60, 0.95)}
PRESET = """name: pixels
canvas: {width: 360, height: 640, frameRate: 30}
latency: low
ladder: [{width: 360, height: 640, bitRate: 2000k}]
locale: en
captions: {languages: [en], shown: en}
layers:
  - price: {photo: false, enter: {animation: none}, exit: {animation: none}, style: {plate: "#0000ff"}}
  - captions:
      {language: en, anchor: top-left, within: canvas, inset: [2%, 10%], lines: 2, change: {animation: none}, style: {plate: "#0000ff"}}
"""


def say(live, number):
    return live.commit({"type": "caption", "id": f"c{number}", "language": "en", "text": "The lowest price of the whole year, today only"})


def price(live, number):
    product = {"id": f"p{number}", "name": "Tumbler", "price": 3980 - number, "currency": "JPY"}
    return live.commit({"type": "price", "product": product})


EVENTS = {"caption": (say, "captions"), "price": (price, "price")}


def first_blue(media, area):
    """For each frame of a segment, how many samples of that height are blue."""
    width, height = SIZE
    top, bottom = (round(height * share / 4) * 4 for share in area)
    pixels = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", "pipe:0", "-an", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-vf",
         f"crop={width}:{bottom - top}:0:{top}", "pipe:1"], input=media, capture_output=True, check=True).stdout
    luma, size = width * (bottom - top), width * (bottom - top) * 3 // 2
    # Pure blue has 240 there; what a picture of a room has stays below.
    return [sum(level > 200 for level in pixels[start + luma:start + luma + luma // 4]) for start in range(0, len(pixels) - size + 1, size)]


def measure(options, report, folder):
    live = CaptionedBroadcast(options, folder, PRESET, "pixels")
    called = {name: [] for name in EVENTS}
    skews = {name: [] for name in EVENTS}
    try:
        rung = Viewer(live.play_url.split("/")[2].split(":"), f"v{SIZE[0]}x{SIZE[1]}", PARTS, FRAMES)
        time.sleep(4)
        before = live.counters()
        for number in range(options.changes):
            for name, (send, layer) in EVENTS.items():
                # At any phase of a part.
                time.sleep(0.3 + random.random() * PARTS * FRAMES / FPS / 3)
                begin = time.monotonic()
                tick = round(send(live, number) * FPS)
                rung.fetch_part(tick)
                called[name].append(time.monotonic() - begin)
                if number % 3 == 0:
                    segment, _, frame = rung.place(tick)
                    skews[name].append(frame_of(rung.fetch_segment(tick), AREAS[name]) - frame)
                time.sleep(0.2)
                live.commit({"type": "clear", "layer": layer})
        late = live.counters()["lateTicks"] - before["lateTicks"]
    finally:
        live.finish()
    report.heading(f"A caption in the picture, against a price: {options.changes} of each, `latency: low`")
    report.table(["from the call to the part with it, ms", "p50", "p95", "most"], [
        [name, *(f"{1000 * value:.0f}" for value in (statistics.median(values), percentile(values, 0.95), max(values)))]
        for name, values in called.items()])
    caption, priced = (statistics.median(called[name]) for name in ("caption", "price"))
    p95 = percentile(called["caption"], 0.95)
    report.check("a caption against a price, medians", f"{1000 * (caption - priced):+.0f} ms", f"≤ {1000 * MOST_MORE:.0f} ms",
                 caption - priced <= MOST_MORE)
    report.check("call → the part with the caption, p95", f"{1000 * p95:.0f} ms", f"≤ {1000 * SLOWEST:.0f} ms", p95 <= SLOWEST)
    for name, values in skews.items():
        report.check(f"frames from the answer's to the first with the {name}, decoded", f"{values}", "0 each", not any(values))
    report.line(f"{late} ticks late meanwhile.")


def frame_of(media, area):
    """The first frame of a segment that has the plate, which the one before hasn't; the plate isn't there at the segment's beginning, or has been all along."""
    counts = first_blue(media, area)
    if not counts:
        raise Failure("a segment without pictures")
    many = max(counts) / 2
    if many < 200:
        raise Failure(f"no blue plate in a segment: {counts}")
    return next((frame for frame, (old, new) in enumerate(zip([0] + counts, counts)) if old < many <= new), -1)
