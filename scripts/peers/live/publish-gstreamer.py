"""GStreamer's rtmp2sink publishes what it encodes itself."""

import os

from rig.broadcast import KEY, Broadcast, Peer, arguments
from rig.media import source
from rig.show import sent_offsets

tatecast, media, out, _ = arguments()
clip = source(media)
recording = os.path.join(out, "source.mkv")
with Broadcast(tatecast, out, "--record-source", recording) as broadcast:
    words = (
        f"filesrc location={clip} ! decodebin name=d "
        "d. ! queue ! videoconvert ! clocksync ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=30 bitrate=1500 "
        "! h264parse ! queue ! mux. "
        "d. ! queue ! audioconvert ! audioresample ! clocksync ! avenc_aac ! aacparse ! queue ! mux. "
        f"flvmux name=mux streamable=true ! rtmp2sink location={broadcast.url}"
    )
    with Peer(["gst-launch-1.0", "-q", *words.split()], log=os.path.join(out, "publisher.log")) as publisher:
        assert publisher.wait(40) == 0, publisher.said.replace(KEY, "…")
    broadcast.wait_for("off air", 5)
# Its AAC encoder's delay stands in no timestamp.
print(broadcast.show.check(6, least=3, sent=sent_offsets(recording)))
broadcast.show.still(broadcast.show.live_stretches()[0][0] + 60, os.path.join(out, "picture.png"))
