"""Debian's ffmpeg publishes a clip of 25 pictures a second with closed captions in two channels; every rung of the broadcast, which has 30, says
the same at the same times.
"""

import json
import os
import re
import urllib.request

from rig.broadcast import PRESET, Broadcast, arguments
from rig.media import run

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")


def captions(path, field):
    """What a field of a file's pictures, or a playlist's, says: when each caption appears, in seconds, and its lines."""
    said = run(["ffmpeg", "-nostdin", "-v", "error", "-data_field", field, "-f", "lavfi", "-i", f"movie={path}[out0+subcc]",
                "-map", "0:s", "-f", "webvtt", "-"])
    cues = re.findall(r"^(?:(\d+):)?(\d+):([\d.]+) --> .*\n((?:.+\n)+)", said, re.MULTILINE)
    return [(int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds), text.strip()) for hours, minutes, seconds, text in cues]


tatecast, media, out, _ = arguments()
clip = os.path.join(media, "captions-25.flv")
run(["python3", os.path.join(ROOT, "scripts", "make-captioned-clip"), clip, "25"])
with Broadcast(tatecast, out, "--control", "127.0.0.1:0", preset=PRESET + "captions: {source: {CC1: en, CC3: es}}\n") as broadcast:
    with broadcast.publish(clip) as publisher:
        assert publisher.wait(30) == 0, publisher.said
    broadcast.wait_for("off air", 5)
    with urllib.request.urlopen(broadcast.ready["control"].removesuffix("/v1/state") + "/v1/state", timeout=10) as answer:
        channels = json.load(answer)["source"]["closedCaptions"]
    assert channels == ["CC1", "CC3"], channels
    assert broadcast.log.count("the source has closed captions: CC1, CC3") == 1, broadcast.log

with open(os.path.join(broadcast.folder, "master.m3u8"), encoding="utf-8") as file:
    master = file.read()
for channel, language in (("CC1", "en"), ("CC3", "es")):
    assert re.search(rf'TYPE=CLOSED-CAPTIONS,GROUP-ID="cc",NAME="[^"]+",LANGUAGE="{language}",.*INSTREAM-ID="{channel}"', master), master
assert master.count('CLOSED-CAPTIONS="cc"') == 2 and "NONE" not in master, master

worst = 0
for field in ("first", "second"):
    sent = captions(clip, field)
    assert len(sent) >= 3, sent
    for rung in ("v360x640", "v180x320"):
        found = captions(os.path.join(broadcast.folder, rung, "playlist.m3u8"), field)
        assert [text for _, text in found] == [text for _, text in sent], f"{rung}, {field} field: {found}, sent {sent}"
        # The clip begins somewhere in the programme.
        offsets = [own - theirs for (own, _), (theirs, _) in zip(found, sent)]
        worst = max(worst, max(offsets) - min(offsets))
assert worst <= 0.15, f"captions appear up to {worst:.2f} s early or late, against one another"
print(f"every caption of two channels in two rungs, {worst * 1000:.0f} ms early or late at most")
