"""Two encoders that both come back whenever they are sent away, as a streamer's two phones do: they don't take turns.

The second one takes over, as it was started later, and stays for as long as it sends; the first is back when it is gone.
"""

import time

from rig.broadcast import Broadcast, arguments
from rig.media import source

SECONDS = 8

tatecast, media, out, _ = arguments()
clips = [source(media), source(media, "upright.flv", size="360x640", rate=25, seconds=5)]
with Broadcast(tatecast, out) as broadcast:
    with broadcast.publish(clips[0], loops=True, restarts=True) as first:
        broadcast.wait_for("picture is on air", 10)
        with broadcast.publish(clips[1], loops=True, restarts=True):
            broadcast.wait_for("on air. key", 10, count=2)
            time.sleep(SECONDS)
        attempts = first.said.count("again")
        back = broadcast.wait_for("on air. key", 10, count=3)
        time.sleep(4)
show, log = broadcast.show, broadcast.log
show.check_timeline()
assert attempts >= 5, f"the first tried {attempts} times in {SECONDS} s"
assert broadcast.summary["sources"] == 3, broadcast.summary
assert log.count("A publisher was replaced.") == 1, log
# Each doubling is told, not each attempt.
assert 1 <= log.count("is turned away while the other one sends") <= 5, log
stretches = show.live_stretches()
gaps = [(b[0] - a[1]) / 30 for a, b in zip(stretches, stretches[1:])]
# One pause at most for a takeover, and one while the second was gone and the first not back yet.
assert len(gaps) <= 2 and sum(gaps) <= 4, stretches
print(f"taken over once, {attempts} attempts to come back turned away, back {back:.1f} s after the other had gone; "
      f"{len(show.pictures)} ticks without a gap")
