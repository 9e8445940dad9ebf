"""ffmpeg 9 publishes over Enhanced RTMP. Own words: hevc (with AAC), or av1 (with Opus)."""

import os

import imageio_ffmpeg
from rig.broadcast import Broadcast, arguments
from rig.media import digest, source

tatecast, media, out, (codec,) = arguments()
if codec == "hevc":
    clip = source(media, "hevc.mp4", codec=["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none"])
else:
    clip = source(media, "av1.mp4", codec=["-c:v", "libsvtav1", "-preset", "12"], sound=["-c:a", "libopus"])
recording = os.path.join(out, "source.mkv")
with Broadcast(tatecast, out, "--record-source", recording) as broadcast:
    with broadcast.publish(clip, program=imageio_ffmpeg.get_ffmpeg_exe()) as publisher:
        assert publisher.wait(30) == 0, publisher.said
    broadcast.wait_for("off air", 5)
found = broadcast.show.check(6.5, least=3)
broadcast.show.still(broadcast.show.live_stretches()[0][0] + 60, os.path.join(out, "picture.png"))
assert digest(recording) == digest(clip)
assert broadcast.summary["recordedFiles"] == 1 and broadcast.summary["unrecordedPackets"] == 0
print(f"{found}; every packet kept")
