"""Pulls from nginx's RTMP module, to which ffmpeg publishes."""

import os
import time

from rig.broadcast import Broadcast, Peer, arguments, free_port
from rig.media import digest, source

tatecast, media, out, _ = arguments()
clip = source(media)
port = free_port()
folder = out + "-nginx"
os.makedirs(folder, exist_ok=True)
configuration = os.path.join(folder, "nginx.conf")
with open(configuration, "w", encoding="utf-8") as file:
    file.write(
        "load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;\ndaemon off;\nworker_processes 1;\n"
        f"pid {folder}/nginx.pid;\nerror_log stderr warn;\nevents {{ worker_connections 64; }}\n"
        f"rtmp {{ server {{ listen 127.0.0.1:{port}; application live {{ live on; }} }} }}\n")
url = f"rtmp://127.0.0.1:{port}/live/show"
with Peer(["nginx", "-p", folder, "-c", configuration], log=os.path.join(folder, "nginx.log")) as nginx:
    time.sleep(0.5)
    assert nginx.process.poll() is None, nginx.said
    publisher = Peer(["ffmpeg", "-nostdin", "-v", "warning", "-re", "-stream_loop", "-1", "-i", clip, "-c", "copy", "-f", "flv", url],
                     log=os.path.join(folder, "publisher.log"))
    with publisher:
        time.sleep(1)
        recording = os.path.join(out, "source.mkv")
        with Broadcast(tatecast, out, "--input", url, "--record-source", recording, listens=None) as broadcast:
            broadcast.wait_for("picture is on air", 15)
            time.sleep(7)
print(broadcast.show.check(6, least=2))
broadcast.show.still(broadcast.show.live_stretches()[0][0] + 60, os.path.join(out, "picture.png"))
assert broadcast.summary["recordedFiles"] == 1 and broadcast.summary["unrecordedPackets"] == 0
digest(recording)
