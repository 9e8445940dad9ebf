"""Debian's ffmpeg publishes H.264 and AAC: over RTMP, or over RTMPS with a certificate that it can't know. Own words: rtmp, rtmps."""

import os

from rig.broadcast import Broadcast, arguments
from rig.media import digest, run, source

tatecast, media, out, (scheme,) = arguments()
clip = source(media)
words = []
if scheme == "rtmps":
    certificate, key = os.path.join(media, "cert.pem"), os.path.join(media, "key.pem")
    run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", key, "-out", certificate])
    words = ["--tls-cert", certificate, "--tls-key", key]
recording = os.path.join(out, "source.mkv")
with Broadcast(tatecast, out, "--record-source", recording, *words, listens=f"{scheme}://127.0.0.1:0/live") as broadcast:
    with broadcast.publish(clip) as publisher:
        assert publisher.wait(30) == 0, publisher.said
    broadcast.wait_for("off air", 5)
found = broadcast.show.check(6.5, least=3)
broadcast.show.still(broadcast.show.live_stretches()[0][0] + 60, os.path.join(out, "picture.png"))
# What was kept is what was sent.
assert digest(recording) == digest(clip)
assert broadcast.summary["recordedFiles"] == 1 and broadcast.summary["unrecordedPackets"] == 0
print(f"{found}; every packet kept")
