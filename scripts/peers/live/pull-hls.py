"""Pulls a live HLS playlist that ffmpeg writes, over HTTP."""

import functools
import http.server
import os
import threading
import time

from rig.broadcast import Broadcast, Peer, arguments
from rig.media import source


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


tatecast, media, out, _ = arguments()
clip = source(media)
folder = out + "-hls"
os.makedirs(folder, exist_ok=True)
for name in os.listdir(folder):
    os.remove(os.path.join(folder, name))
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
threading.Thread(target=server.serve_forever, daemon=True).start()
with Peer(["ffmpeg", "-nostdin", "-v", "warning", "-re", "-stream_loop", "-1", "-i", clip, "-c", "copy", "-f", "hls",
           "-hls_time", "1", "-hls_list_size", "5", f"{folder}/live.m3u8"], log=out + "-publisher.log"):
    while not os.path.exists(f"{folder}/live2.ts"):
        time.sleep(0.1)
    url = f"http://127.0.0.1:{server.server_address[1]}/live.m3u8"
    with Broadcast(tatecast, out, "--input", url, listens=None, buffer=None) as broadcast:
        broadcast.wait_for("picture is on air", 20)
        time.sleep(8)
print(broadcast.show.check(6, least=2))
broadcast.show.still(broadcast.show.live_stretches()[0][0] + 60, os.path.join(out, "picture.png"))
