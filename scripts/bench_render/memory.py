"""Figure 3: memory after ten seconds of programme and after ten minutes."""

import glob
import os
import shutil
import subprocess
import time

from . import media
from .processes import Failure

MINUTES = 10
TOLERANCE = 0.05
"""How much more it may be at the end: playlists do grow, by a line a segment."""


def resident(pid):
    """Bytes of a running process that are in memory, or `None` once it is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return None


def watch(command, show, log):
    """Runs a render and returns its memory at ten seconds of programme and at the end (medians of a while), and its peak."""
    early, late = [], []
    peak = 0
    with open(log, "wb") as output:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        try:
            while child.poll() is None:
                now = resident(child.pid)
                if now:
                    peak = max(peak, now)
                    late = (late + [now])[-50:]
                    # The seventh segment is complete at 11.2 s, and the eighth at 12.8 s.
                    if glob.glob(f"{show}/v360x640/*-6.m4s") and not glob.glob(f"{show}/v360x640/*-8.m4s"):
                        early.append(now)
                time.sleep(0.05)
        finally:
            if child.poll() is None:
                child.terminate()
                child.wait()
    if child.returncode != 0 or not early:
        raise Failure(f"{' '.join(command)} exited with {child.returncode}; see {log}")
    return sorted(early)[len(early) // 2], sorted(late)[len(late) // 2], peak


def report(options, report, folder):
    report.heading(f"Memory over {MINUTES} minutes")
    show = os.path.join(folder, "long")
    shutil.rmtree(show, ignore_errors=True)
    clip = media.looped(options.clips[0], MINUTES * 60, folder)
    events = media.events(MINUTES * 60, folder)
    command = [options.tatecast, "render", clip, "--preset", options.preset, "--events", events]
    command += ["--latency", "normal", "--output", show, "--quiet"]
    early, late, peak = watch(command, show, f"{folder}/long.log")
    shutil.rmtree(show, ignore_errors=True)
    report.table(
        ["clip", "after 10 s MB", "at the end MB", "peak MB"],
        [(os.path.basename(clip), f"{early / 1e6:.0f}", f"{late / 1e6:.0f}", f"{peak / 1e6:.0f}")])
    growth = late / early - 1
    report.check("memory at the end against 10 s", f"{growth * 100:+.1f} %", f"≤ +{TOLERANCE:.0%}", growth <= TOLERANCE)
    report.check("peak memory", f"{peak / 1e6:.0f} MB", "≤ 350 MB", peak <= 350_000_000)
