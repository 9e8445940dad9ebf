"""A broadcast for players to watch, until it is told to stop: broadcast.py TATECAST FOLDER

Prints "on air: URL" once it can be watched. One rung of 360x640 with all layers of presets/flash-sale.yaml.
"""

import os
import signal
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
sys.path.insert(0, os.path.join(ROOT, "scripts"))
from low_latency import clock, playlists  # noqa: E402
from low_latency.broadcast import Broadcast, write_preset  # noqa: E402

tatecast, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)


def stop(*_):
    raise SystemExit(0)


signal.signal(signal.SIGTERM, stop)
clip = clock.make_clip(folder, os.path.join(ROOT, "samples", "bbb.mp4"))
live = Broadcast(tatecast, folder, write_preset(ROOT, folder, (360, 640), 730, "low"), "show")
publisher = None
try:
    publisher = subprocess.Popen(
        ["ffmpeg", "-v", "warning", "-re", "-stream_loop", "-1", "-i", clip, "-c", "copy", "-f", "flv", live.publish_url],
        stdin=subprocess.DEVNULL)
    connection = playlists.Connection(live.play_url)
    while not playlists.renditions(connection):
        time.sleep(0.1)
    # So that there are some segments, and no slate in them.
    time.sleep(8)
    print(f"on air: {live.play_url}", flush=True)
    price = 0
    while publisher.poll() is None and live.process.poll() is None:
        # A date range in every segment, for those who come just then.
        price = price % 900 + 1
        live.send({"type": "price", "product": {"id": "mug", "name": "Mug", "price": 1000 + price, "currency": "JPY"}})
        time.sleep(0.5)
    print("the publisher or the broadcast has ended by itself", flush=True)
finally:
    if publisher:
        publisher.kill()
    print(live.finish(), flush=True)
