"""Broadcasts a short file again and again."""

import os
import time

from rig.broadcast import Broadcast, arguments
from rig.media import source

tatecast, media, out, _ = arguments()
clip = source(media, "short.mp4", seconds=4)
with Broadcast(tatecast, out, "--input", clip, "--loop", listens=None) as broadcast:
    broadcast.wait_for("picture is on air", 10)
    time.sleep(9)
assert broadcast.summary["sources"] >= 3, broadcast.summary
print(broadcast.show.check(8, least=4), f"{broadcast.summary['sources']} times")
broadcast.show.still(broadcast.show.live_stretches()[0][0] + 60, os.path.join(out, "picture.png"))
