"""Sends a broadcast to four destinations: one is well, one dies every few seconds, one stands still, one takes 50 kB a second.

push-broken.py TATECAST FOLDER: the one that is well misses nothing, no tick of the programme is late, and its end waits for nobody.
"""

import signal
import sys
import time

from pushing import SINGLE_KEY, Arrived, Nginx, Throttle, Worker, check_ticks, clean

tatecast, folder = sys.argv[1], clean(sys.argv[2])
servers = {name: Nginx(f"{folder}/{name}") for name in ["well", "dying", "still", "slow"]}
throttle = Throttle(servers["slow"].port, 50_000)
ports = {name: throttle.port if name == "slow" else server.port for name, server in servers.items()}
worker = Worker(
    tatecast, folder, *[word for name in servers for word in ("--push", f"{name}=rtmp://127.0.0.1:{ports[name]}/live")],
    keys={name: SINGLE_KEY for name in servers})
first_pictures = []
try:
    for name in servers:
        worker.wait_for(name, "up", lambda state: state["state"] == "up")
    servers["still"].process.send_signal(signal.SIGSTOP)
    for _ in range(4):
        time.sleep(2.5)
        servers["dying"].kill()
        time.sleep(0.3)
        servers["dying"].start()
        begin = time.time()
        # So few bytes are no picture yet.
        bytes_before = worker.destination("dying")["bytes"]
        worker.wait_for("dying", "a picture", lambda state: state["bytes"] > bytes_before + 20_000, 8)
        first_pictures.append(time.time() - begin)
    slow = worker.wait_for("slow", "groups are dropped", lambda state: state["droppedGroups"] > 0, 8)
    time.sleep(1)
    counters, took = worker.stop()
finally:
    worker.process.kill()
    servers["still"].process.send_signal(signal.SIGCONT)
    time.sleep(0.5)
    for server in servers.values():
        server.process.terminate()
        server.process.wait(10)
well = Arrived(servers["well"].recordings[0])
well.check_whole()
if len(servers["well"].recordings) != 1:
    sys.exit(f"the one that is well was left {len(servers['well'].recordings) - 1} times")
if len(servers["dying"].recordings) < 4:
    sys.exit(f"{len(servers['dying'].recordings)} recordings of the one that dies")
for path in servers["dying"].recordings:
    try:
        Arrived(path).check_start()
    except SystemExit as fault:
        # A server that is killed may have written nothing yet.
        if "have arrived" not in str(fault):
            raise
trickled = Arrived(servers["slow"].recordings[0])
trickled.check_start()
if not trickled.gaps(0.5):
    sys.exit("the slow one has all")
for before, after in trickled.gaps(0.05):
    if (after, True) not in trickled.pictures:
        sys.exit(f"after the gap at {before:.2f} s comes no key picture")
if max(first_pictures) > 4.5:
    sys.exit(f"{max(first_pictures):.1f} s from a server's return to its first pictures")
check_ticks(counters)
print(f"{well.length:.1f} s without a gap beside three that are ill; {slow['droppedGroups']} groups dropped for the slow one; pictures "
      f"{max(first_pictures):.1f} s after a server's return at most; ended in {took:.1f} s")
