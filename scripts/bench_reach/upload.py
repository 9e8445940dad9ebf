"""What an upload costs and how quick it is, against rclone's S3 server: python3 scripts/bench_reach/upload.py TATECAST RCLONE CLIP

Prints a JSON object:
  cpu      the processor time that --upload adds to a broadcast with three rungs, in percent of a core: that of the threads that have to
           do with it (network, tasks, the archiver), with and without, side by side; encoders' varies more than it is
  late     how long after a segment is whole in the folder it is whole in the bucket, in milliseconds: p50, p95, maximum
  outage   the bucket is away for a while: in how many seconds everything is there afterwards, and what was missing or listed too early

The server's own processor time isn't counted; it runs on the same machine.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../peers/reach"))
from upload_rig import Bucket, Live, Watch, Way, files, wait_for  # noqa: E402


def cpu(process):
    """Seconds that a process's threads have used that aren't the programme's own."""
    used = 0
    for thread in os.listdir(f"/proc/{process.pid}/task"):
        try:
            with open(f"/proc/{process.pid}/task/{thread}/stat") as file:
                name, rest = file.read().split("(", 1)[1].rsplit(")", 1)
        except OSError:
            continue
        if name.startswith(("NIO", "TP-", "upload")) or "qos" in name:
            fields = rest.split()
            used += int(fields[11]) + int(fields[12])
    return used / os.sysconf("SC_CLK_TCK")


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


class Arrivals(threading.Thread):
    """When each segment is seen in the folder, and in the bucket."""

    def __init__(self, folder, stored):
        super().__init__(daemon=True)
        self.places, self.seen, self.is_over = (folder, stored), ({}, {}), False
        self.start()

    def run(self):
        while not self.is_over:
            for place, seen in zip(self.places, self.seen):
                now = time.monotonic()
                for rendition in self.names(place):
                    for name in self.names(os.path.join(place, rendition)):
                        if name.endswith(".m4s"):
                            seen.setdefault(f"{rendition}/{name}", now)
            time.sleep(0.005)

    @staticmethod
    def names(folder):
        try:
            return os.listdir(folder)
        except OSError:
            return []

    def delays(self):
        self.is_over = True
        self.join()
        here, there = self.seen
        return [max(0, there[name] - here[name]) * 1_000 for name in here if name in there]


class Rig:
    def __init__(self, words):
        self.words = words
        self.out = tempfile.mkdtemp(prefix="tatecast-bench-")
        self.bucket = Bucket(words.rclone, os.path.join(self.out, "bucket"))
        self.way = Way(self.bucket.port)

    def live(self, name, uploads, *more):
        url = f"s3://shop/{name}?endpoint=http://127.0.0.1:{self.way.port}"
        return Live(
            self.words.tatecast, self.words.clip, os.path.join(self.out, f"{name}.log"), *more,
            *(["--upload", url] if uploads else []), output=os.path.join(self.out, name), preset=None)

    def stored(self, name):
        return os.path.join(self.bucket.folder, name)

    def close(self):
        self.bucket.close()
        shutil.rmtree(self.out, ignore_errors=True)

    def cost(self):
        """Percent of a core, of each pair."""
        extra = []
        for pair in range(self.words.pairs):
            lives = [self.live(f"cpu{pair}{uploads}", uploads) for uploads in ([False, True] if pair % 2 else [True, False])]
            wait_for(lambda: all(live.state()["now"]["time"] > 5 for live in lives), 60, "both are on air")
            begin, before = time.monotonic(), [cpu(live.process) for live in lives]
            time.sleep(self.words.seconds)
            used, seconds = [cpu(live.process) - old for live, old in zip(lives, before)], time.monotonic() - begin
            if not pair % 2:
                used.reverse()
            extra.append(100 * (used[1] - used[0]) / seconds)
            for live in lives:
                live.end()
        return {"percent": round(statistics.median(extra), 2), "pairs": [round(value, 2) for value in extra], "seconds": self.words.seconds}

    def lateness(self):
        live = self.live("late", True)
        arrivals = Arrivals(os.path.join(self.out, "late"), self.stored("late"))
        wait_for(lambda: os.path.exists(os.path.join(self.stored("late"), "master.m3u8")), 30, "the bucket has the show")
        time.sleep(self.words.seconds)
        live.end()
        delays = arrivals.delays()
        return {
            "segments": len(delays), "p50": round(percentile(delays, 0.5), 1), "p95": round(percentile(delays, 0.95), 1),
            "max": round(max(delays), 1)}

    def outage(self):
        live = self.live("away", True, "--record")
        stored = self.stored("away")
        watch = Watch(stored, patience=0.5)
        wait_for(lambda: os.path.exists(os.path.join(stored, "master.m3u8")), 30, "the bucket has the show")
        time.sleep(5)
        self.way.away(True)
        time.sleep(self.words.away)
        behind = live.state()["upload"]
        self.way.away(False)
        begin = time.monotonic()
        wait_for(lambda: live.state()["upload"]["behind"] < 2, 120, "it has caught up")
        seconds = time.monotonic() - begin
        state = live.state()["upload"]
        status = live.end()
        watch.is_over = True
        watch.join()
        ours, theirs = files(os.path.join(self.out, "away")), files(stored)
        return {
            "away": self.words.away, "pending": behind["pending"], "seconds": round(seconds, 1), "lost": state["lost"], "status": status,
            "missing": sum(ours[name] != theirs.get(name) for name in ours), "looks": watch.looks,
            "listed_before_stored": len(watch.missing)}


parser = argparse.ArgumentParser()
parser.add_argument("tatecast")
parser.add_argument("rclone")
parser.add_argument("clip")
parser.add_argument("--pairs", type=int, default=2)
parser.add_argument("--seconds", type=float, default=30)
parser.add_argument("--away", type=float, default=60)
parser.add_argument("--only", choices=["cpu", "late", "outage"])


def main(words=None):
    words = parser.parse_args(words)
    rig = Rig(words)
    try:
        parts = {"cpu": rig.cost, "late": rig.lateness, "outage": rig.outage}
        print(json.dumps({name: part() for name, part in parts.items() if words.only in (None, name)}))
    finally:
        rig.close()


if __name__ == "__main__":
    main()
