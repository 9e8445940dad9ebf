"""The pictures that scenes are made of, and the encoder."""

import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = os.path.join(os.path.dirname(os.path.dirname(HERE)), "samples")
PORTRAIT = os.path.join(SAMPLES, "footage", "astronaut.jpg")
MASK = os.path.join(SAMPLES, "footage", "astronaut-mask.png")
QUIET = ["ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-y"]


class Failure(Exception):
    """Something that stands in the way, in a sentence."""


def run(command):
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if result.returncode != 0:
        raise Failure(f"{' '.join(command)}\nexited with {result.returncode}:\n{result.stderr[-2000:]}")
    return result.stdout


MUSIC = "0.09*exp(-5*mod(t,0.5))*sin(2*PI*t*262*pow(2,(4*mod(floor(2*t),3)+5*mod(floor(t/2),2))/12))"
"""Three notes in turn, which fade."""


def encode(arguments, path, *, quality=20, has_sound=False):
    """Runs ffmpeg. One thread makes the same bytes on every machine with the same ffmpeg."""
    coder = ([] if has_sound else ["-an"]) + ["-c:v", "libx264", "-preset", "veryfast", "-crf", str(quality), "-threads", "1"]
    run(QUIET + arguments + coder + ["-fflags", "+bitexact", "-flags:v", "+bitexact", path])


ROOM = (
    # A wall that is lit from the left, and a floor.
    "gradients=s=1280x720:c0=0xe9dcc6:c1=0xa8957a:x0=0:y0=0:x1=1280:y1=500:duration=1:rate=1:speed=0.00001,format=rgb24,"
    "drawbox=y=590:h=130:color=0x8a6a4a:t=fill,drawbox=y=586:h=8:color=0x6e5238:t=fill,"
    # Shelves with goods on the left and on the right, a picture and a lamp between them.
    + "".join(
        f"drawbox=x={x}:y={y}:w=330:h=12:color=0x5b4331:t=fill," for x in (60, 890) for y in (200, 330, 460))
    + "".join(
        f"drawbox=x={x}:y={y - height}:w={width}:h={height}:color={color}:t=fill,"
        for x, y, width, height, color in [
            (80, 200, 50, 70, "0xb5483a"), (140, 200, 36, 90, "0xd9b650"), (196, 200, 70, 44, "0x4f7a6a"),
            (300, 200, 42, 80, "0x365a86"), (90, 330, 80, 60, "0xcfc8bd"), (190, 330, 30, 84, "0x8d3b56"),
            (240, 330, 56, 56, "0xe08a3c"), (330, 330, 34, 72, "0x5e7f3d"), (84, 460, 44, 88, "0x3f4f66"),
            (150, 460, 90, 50, "0xd7a9a0"), (270, 460, 60, 76, "0x7c5ba0"), (910, 200, 60, 60, "0x2f6f73"),
            (990, 200, 40, 92, "0xc2703d"), (1050, 200, 84, 48, "0xddd3b8"), (1160, 200, 36, 80, "0x9b2f2f"),
            (905, 330, 36, 80, "0xcdb14a"), (960, 330, 70, 52, "0x4a5d8f"), (1050, 330, 48, 88, "0x6b8f5a"),
            (1120, 330, 76, 58, "0xb98a6a"), (915, 460, 90, 66, "0x84506b"), (1030, 460, 40, 90, "0x39585c"),
            (1100, 460, 60, 60, "0xe0c070"),
        ])
    + "drawbox=x=500:y=120:w=150:h=200:color=0x3a2d22:t=fill,drawbox=x=512:y=132:w=126:h=176:color=0x9fb7b0:t=fill,"
    "drawbox=x=512:y=240:w=126:h=68:color=0x5d7f58:t=fill,drawbox=x=742:y=250:w=8:h=340:color=0x3d3a36:t=fill,"
    "drawbox=x=706:y=180:w=80:h=76:color=0xfff1cf:t=fill,gblur=sigma=3,noise=alls=5"
)
"""A shop, drawn by ffmpeg."""


def background(name, folder):
    """A picture's path: `forest`, a picture of samples/bbb.mp4; or `room`, a shop drawn by ffmpeg."""
    path = os.path.join(folder, f".{name}.png")
    if not os.path.exists(path):
        source = {
            "forest": ["-ss", "4", "-i", os.path.join(SAMPLES, "bbb.mp4"), "-vf", "scale=1280:720"],
            "room": ["-f", "lavfi", "-i", ROOM],
        }[name]
        run(QUIET + source + ["-frames:v", "1", path])
    return path
