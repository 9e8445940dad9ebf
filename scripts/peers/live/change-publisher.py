"""Publishers come and go, with other sizes and rates, and the programme never stops.

Own words: killed (one dies, another comes five seconds later), or takeover (the second comes while the first is on air).
"""

import os
import signal
import time

from rig.broadcast import Broadcast, arguments
from rig.media import source

tatecast, media, out, (kind,) = arguments()
first = source(media)
second = source(media, "upright.flv", size="360x640", rate=25, seconds=5)
with Broadcast(tatecast, out, "--record-source", os.path.join(out, "source.mkv")) as broadcast:
    with broadcast.publish(first, loops=True) as publisher:
        broadcast.wait_for("picture is on air", 10)
        time.sleep(4)
        if kind == "killed":
            os.kill(publisher.process.pid, signal.SIGKILL)
            time.sleep(5)
        with broadcast.publish(second) as other:
            assert other.wait(20) == 0, other.said
            broadcast.wait_for("on air. key", 1, count=2)
        if kind == "takeover":
            # Whoever was replaced is sent away.
            publisher.wait(5)
    broadcast.wait_for("off air", 5, count=1)
show = broadcast.show
show.check_timeline()
stretches = show.live_stretches()
assert broadcast.summary["sources"] == 2 and broadcast.summary["recordedFiles"] == 2, broadcast.summary
log = broadcast.log
if kind == "killed":
    assert len(stretches) == 2, stretches
    gap = (stretches[1][0] - stretches[0][1]) / 30
    assert 4.5 <= gap <= 8, f"{gap:.1f} s between the two"
    assert log.index("the source stalls") < log.index("the source is gone")
    # The slate, in the middle of the gap, is neither black nor the source's last picture.
    middle = (stretches[0][1] + stretches[1][0]) // 2
    show.still(middle, os.path.join(out, "between.png"))
    assert show.pictures[middle] != show.pictures[stretches[0][1] + 5]
    words = f"{gap:.1f} s of last picture and slate"
else:
    # The buffer's half second, in which the first one's last picture stays.
    pauses = [(b[0] - a[1]) / 30 for a, b in zip(stretches, stretches[1:])]
    assert len(pauses) <= 1 and sum(pauses) <= 1, stretches
    assert "A publisher was replaced." in log and "the source stalls" not in log.split("was replaced.")[0]
    words = f"{sum(pauses):.1f} s of pause"
offset = show.check_sync(0.040, 3)
show.still(stretches[-1][1] - 30, os.path.join(out, "second.png"))
print(f"{len(show.pictures)} ticks, {words}; sound {offset * 1000:+.0f} ms")
