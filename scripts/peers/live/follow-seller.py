"""A seller walks about before a camera, and the crop goes with her; a producer holds it elsewhere, and lets it go again.

Whether she is in the picture is seen by the orange of her suit, in what viewers get.
"""

import json
import os
import subprocess
import time
import urllib.error
import urllib.request

from rig.broadcast import Broadcast, arguments

tatecast, media, out, _ = arguments()
PRESET = """name: follow
canvas: {width: 360, height: 640, frameRate: 30}
latency: low
ladder: [{width: 360, height: 640, bitRate: 900k}]
reframe: {mode: follow}
layers: []
"""
WIDTH, HEIGHT = 36, 64
# Below the shelves, which have a book of her suit's colour.
FLOOR = 40
VIOLET = (123, 67, 236)


def pictures(path, *words):
    """All pictures' samples, one after the other: red, green, blue."""
    return subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, *words, "-f", "rawvideo", "-"], stdin=subprocess.DEVNULL, capture_output=True,
        timeout=60, check=True).stdout


def suit(picture):
    """How many samples are of her suit's orange, and where their middle is, in shares of the picture's width."""
    found = [index // 3 % WIDTH for index in range(0, len(picture), 3)
             if picture[index] > 150 and 40 < picture[index + 1] < 140 and picture[index + 2] < 80]
    return len(found), sum(found) / max(1, len(found)) / WIDTH


def ask(path, body=None):
    request = urllib.request.Request(
        control + path, data=body and json.dumps(body).encode(), headers={"Content-Type": "application/json"})
    return urllib.request.urlopen(request, timeout=10).read()


def wait_for(words, seconds, wanted):
    """Asks for the state until it is as wanted."""
    begin = time.monotonic()
    while True:
        follow = json.loads(ask("/v1/state")).get("follow")
        if follow and wanted(follow):
            return follow
        assert time.monotonic() - begin < seconds, f"not within {seconds} s: {words}; {follow}"
        time.sleep(0.1)


with Broadcast(tatecast, out, "--control", "127.0.0.1:0", preset=PRESET) as broadcast:
    control = broadcast.ready["control"].removesuffix("/v1/state")
    with broadcast.publish("samples/seller.mp4", loops=True):
        broadcast.wait_for("picture is on air", 20)
        wait_for("a face", 20, lambda follow: follow["subject"] == "face")
        time.sleep(5)
        ask("/v1/source", {"follow": {"lock": 0.95}})
        wait_for("held at the right edge", 20, lambda follow: follow["isLocked"] and follow["center"] > 0.83)
        time.sleep(2)
        with open(os.path.join(out, "source.png"), "wb") as file:
            file.write(ask("/v1/snapshot.png?view=source"))
        ask("/v1/source", {"follow": "auto"})
        wait_for("on her again", 30, lambda follow: not follow["isLocked"] and follow["motion"] == "hold" and follow["center"] < 0.8)
        time.sleep(1)
        try:
            ask("/v1/source", {"follow": {"lock": 1.5}})
            raise AssertionError("it was held outside of the picture")
        except urllib.error.HTTPError as error:
            assert error.code == 400 and "follow.lock" in error.read().decode()

show = broadcast.show
show.check_timeline()
raw = pictures(show.video, "-vf", f"scale={WIDTH}:{HEIGHT}:flags=area,format=rgb24")
size = WIDTH * HEIGHT * 3
suits = [suit(raw[at + FLOOR * WIDTH * 3 : at + size]) for at in range(0, len(raw), size)]
least = max(count for count, _ in suits) // 8
# Held at the right edge, the crop has none of her, or her arm at its own left edge (at 0.14; followed, she is at 0.4), by where she
# walks at that moment.
apart = [count <= least or place < 0.25 for count, place in suits]
first, last = apart.index(False), len(apart) - 1 - apart[::-1].index(False)
show.still(first + 60, os.path.join(out, "followed.png"))
# On her, then without her for two seconds and more, then on her again. She may lean into one picture of them.
held, begin = range(0), first
for tick in range(first, last + 1):
    if not any(apart[tick : tick + 5]):
        begin = tick + 1
    elif tick + 1 - begin > len(held):
        held = range(begin, tick + 1)
assert 45 <= len(held) <= 250 and held.stop < last, f"without her at {held} of {first} to {last}"
show.still((held.start + held.stop) // 2, os.path.join(out, "held.png"))
before = [place for count, place in suits[first + 15 : held.start - 15] if count > least]
inside = sum(0.25 < place < 0.75 for place in before) / len(before)
assert inside > 0.9, f"her suit's middle is near the picture's in {inside:.0%} of {len(before)} pictures"
source = pictures(os.path.join(out, "source.png"), "-vf", "scale=1280:720,format=rgb24")
violet = sum(all(abs(part - wanted) < 30 for part, wanted in zip(source[at : at + 3], VIOLET)) for at in range(0, len(source), 3))
assert violet > 2_000, f"{violet} samples of the frame that says that a producer holds the crop"
print(f"{len(suits) / 30:.1f} s: she is in the middle of {inside:.0%} of the pictures, {len(held) / 30:.1f} s held without her")
