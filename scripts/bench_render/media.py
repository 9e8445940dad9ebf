"""What both sides are given: clips, a preset, events, and the overlays' pictures for ffmpeg."""

import json
import math
import os

from .processes import run

QUIET = ["ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-y"]

RUNGS = [(720, 1280, 3_000_000), (540, 960, 2_000_000), (360, 640, 730_000)]
"""Those of `ladder: auto` for a canvas of 720x1280; checked against what tatecast made."""

KEY_INTERVAL = 48
"""Pictures in a segment of 1.6 s at 30 fps."""


def duration(path):
    """In seconds."""
    return float(run(["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", path]))


def looped(clip, seconds, folder):
    """The clip repeated to at least `seconds`, without coding it again; in a file of its own."""
    times = math.ceil(seconds / duration(clip))
    path = os.path.join(folder, f"{name(clip)}-{seconds}.mp4")
    if not os.path.exists(path):
        run(QUIET + ["-stream_loop", str(times - 1), "-i", clip, "-c", "copy", path])
    return path


def name(clip):
    return os.path.splitext(os.path.basename(clip))[0]


def events(seconds, folder):
    """Events that keep 120 hearts on screen and change the price every four seconds."""
    lines = []
    for step in range(int(seconds * 2)):
        at = step / 2
        if step % 8 == 1:
            product = {"id": "cup-01", "name": "真空タンブラー", "price": 3980 - step, "originalPrice": 5980, "currency": "JPY"}
            lines.append({"at": at, "type": "price", "product": product})
        lines.append({"at": at, "type": "hearts", "count": 40})
    path = os.path.join(folder, "events.ndjson")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return path


def bare_preset(folder):
    """A preset that draws nothing over the picture."""
    path = os.path.join(folder, "bare.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write("name: bare\ncanvas: {width: 720, height: 1280, frameRate: 30}\nladder: auto\n")
    return path


def overlay_pictures(folder):
    """A price tag and a cloud of hearts as PNG, as large as those that tatecast draws."""
    tag, hearts = os.path.join(folder, "tag.png"), os.path.join(folder, "hearts.png")
    run(QUIET + ["-f", "lavfi", "-i", "color=0xbe123c@0.94:s=418x128,format=rgba", "-frames:v", "1", tag])
    # Discs on a grid, clear between them: about as many covered samples as 120 hearts of 5 to 9 % of the width.
    alpha = "if(lt(hypot(mod(X,48)-24,mod(Y,48)-24),20),220,0)"
    run(
        QUIET
        + ["-f", "lavfi", "-i", f"color=black:s=288x528,format=rgba,geq=r=255:g=77:b=109:a='{alpha}'"]
        + ["-frames:v", "1", hearts]
    )
    return tag, hearts


def font():
    """A file of the font that the preset asks for, or of what stands in for it."""
    return run(["fc-match", "-f", "%{file}", "BIZ UDPGothic:bold"])
