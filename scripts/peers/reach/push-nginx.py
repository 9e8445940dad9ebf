"""Sends a broadcast to nginx's RTMP module, which is killed and comes back; and to nobody.

push-nginx.py TATECAST FOLDER: what is recorded must be whole, begin with a key picture, and have its times from 0.
"""

import sys
import time

from pushing import KEY, Arrived, Nginx, Worker, check_ticks, clean, free_port

tatecast, folder = sys.argv[1], clean(sys.argv[2])
nginx = Nginx(folder + "/nginx")
worker = Worker(
    tatecast, folder, "--push", f"tube=rtmp://127.0.0.1:{nginx.port}/live",
    "--push", f"nobody=rtmp://127.0.0.1:{free_port()}/live#under=600k",
    keys={"tube": KEY.replace("/", "-"), "nobody": "open-sesame-2"})
try:
    if worker.ready["destinations"] != ["tube", "nobody"]:
        sys.exit(f"the ready line has {worker.ready['destinations']}")
    worker.wait_for("tube", "up", lambda state: state["state"] == "up")
    time.sleep(4)
    cut_off = nginx.recordings
    nginx.kill()
    worker.wait_for("tube", "down", lambda state: state["state"] in ("down", "connecting"))
    time.sleep(2.5)
    nginx.start()
    back = time.time()
    worker.wait_for("tube", "up again", lambda state: state["state"] == "up" and state["reconnects"] == 1)
    waited = time.time() - back
    # The network's own trouble costs two seconds and a fifth at most.
    if waited > 3.5:
        sys.exit(f"it takes {waited:.1f} s until it is tried again")
    time.sleep(3)
    nobody = worker.destination("nobody")
    if nobody["state"] not in ("down", "connecting") or nobody["failure"] != "it can't be reached: Connection refused":
        sys.exit(f"nobody: {nobody}")
    if nobody["rung"] == worker.destination("tube")["rung"]:
        sys.exit("#under= makes no difference")
    # On air: one stops, and another comes.
    worker.ask("/v1/destinations?name=nobody", "DELETE")
    worker.ask("/v1/destinations", "POST", {
        "name": "late", "url": f"rtmp://127.0.0.1:{nginx.port}/live", "key": "open-sesame-3"})
    worker.wait_for("late", "up", lambda state: state["state"] == "up")
    time.sleep(2.5)
    counters, took = worker.stop()
finally:
    worker.process.kill()
    nginx.process.kill()
recordings = [Arrived(path) for path in nginx.recordings]
if len(recordings) != 3:
    sys.exit(f"{len(recordings)} recordings: {nginx.recordings}")
for recording in recordings:
    recording.check_start()
# The first one's end was lost with the server that wrote it.
for recording in recordings:
    if recording.path in cut_off:
        continue
    recording.check_whole()
    recording.check_decodable()
check_ticks(counters)
print(f"three recordings of {', '.join(f'{recording.length:.1f}' for recording in recordings)} s, whole; again after {waited:.1f} s; "
      f"ended in {took:.1f} s")
