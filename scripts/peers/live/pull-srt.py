"""Takes MPEG-TS over SRT. Own words: listener (ffmpeg calls), or caller (srt-live-transmit listens)."""

import os
import socket
import subprocess
import time

from rig.broadcast import Broadcast, Peer, arguments, free_port
from rig.media import digest, source

tatecast, media, out, (mode,) = arguments()
clip = source(media)
port = free_port(socket.SOCK_DGRAM)
ffmpeg = ["ffmpeg", "-nostdin", "-v", "warning", "-re", "-stream_loop", "-1", "-i", clip, "-c", "copy", "-f", "mpegts"]
recording = os.path.join(out, "source.mp4")
if mode == "listener":
    url = f"srt://127.0.0.1:{port}?mode=listener"
    with Broadcast(tatecast, out, "--input", url, "--record-source", recording, listens=None) as broadcast:
        time.sleep(0.5)
        with Peer([*ffmpeg, f"srt://127.0.0.1:{port}"], log=os.path.join(out, "publisher.log")):
            broadcast.wait_for("picture is on air", 15)
            time.sleep(8)
else:
    log = out + "-publisher.log"
    with subprocess.Popen(
            [*ffmpeg, "-"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as publisher:
        try:
            with Peer(["srt-live-transmit", "-q", "file://con", f"srt://127.0.0.1:{port}?mode=listener"], log=log,
                      stdin=publisher.stdout):
                time.sleep(1)
                with Broadcast(tatecast, out, "--input", f"srt://127.0.0.1:{port}", "--record-source", recording,
                               listens=None) as broadcast:
                    broadcast.wait_for("picture is on air", 15)
                    time.sleep(8)
        finally:
            publisher.kill()
print(broadcast.show.check(6, least=2))
broadcast.show.still(broadcast.show.live_stretches()[0][0] + 60, os.path.join(out, "picture.png"))
assert broadcast.summary["unrecordedPackets"] == 0 and digest(recording)
