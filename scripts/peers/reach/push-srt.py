"""Sends a broadcast over SRT to srt-live-transmit, with a passphrase, and to ffmpeg, which ends and comes back.

push-srt.py TATECAST FOLDER: what arrives must be whole, begin with a key picture, and be decodable from there.
"""

import socket
import subprocess
import sys
import time

from pushing import Arrived, Worker, check_ticks, clean, free_port

tatecast, folder = sys.argv[1], clean(sys.argv[2])
passphrase = "a-long-passphrase"
ports = [free_port(socket.SOCK_DGRAM) for _ in range(2)]
transmit = subprocess.Popen(
    ["srt-live-transmit", "-q", "-a:no", f"srt://127.0.0.1:{ports[0]}?mode=listener&passphrase={passphrase}&latency=1000", "file://con"],
    stdout=open(f"{folder}/transmit.ts", "wb"), stderr=open(f"{folder}/transmit.log", "wb"))


def listen(name):
    return subprocess.Popen(
        ["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "mpegts", "-i", f"srt://127.0.0.1:{ports[1]}?mode=listener", "-c", "copy",
         "-copyts", "-f", "mpegts", f"{folder}/{name}.ts"], stdin=subprocess.DEVNULL)


ffmpeg = listen("first")
time.sleep(0.5)
worker = Worker(
    tatecast, folder, "--push", f"kept=srt://127.0.0.1:{ports[0]}?mode=caller&latency=1000",
    "--push", f"plain=srt://127.0.0.1:{ports[1]}", secrets={"TATECAST_PUSH_PASSPHRASE_KEPT": passphrase})
try:
    worker.wait_for("kept", "up", lambda state: state["state"] == "up")
    worker.wait_for("plain", "up", lambda state: state["state"] == "up")
    time.sleep(5)
    ffmpeg.kill()
    worker.wait_for("plain", "down", lambda state: state["state"] != "up", 15)
    ffmpeg = listen("second")
    worker.wait_for("plain", "up again", lambda state: state["state"] == "up" and state["reconnects"] == 1)
    time.sleep(4)
    counters, took = worker.stop()
    if passphrase in open(worker.log, encoding="utf-8").read():
        sys.exit("the passphrase is in the log")
    time.sleep(1)
finally:
    for process in [worker.process, transmit, ffmpeg]:
        process.terminate()
        process.wait(10)
kept = Arrived(f"{folder}/transmit.ts")
if not kept.pictures[0][1]:
    sys.exit("the first picture isn't a key picture")
if gaps := kept.gaps():
    sys.exit(f"gaps: {gaps[:3]}")
for name in ["transmit", "second"]:
    Arrived(f"{folder}/{name}.ts").check_decodable()
length = kept.length - kept.pictures[0][0]
if length < 8:
    sys.exit(f"{length:.1f} s have arrived")
check_ticks(counters)
print(f"{length:.1f} s encrypted without a gap; another listener gets it again after it was away; ended in {took:.1f} s")
