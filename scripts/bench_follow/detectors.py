"""What looking costs: `tatecast follow` over a clip, less the same clip with its subjects told."""

import os
import statistics
import subprocess
import tempfile

from bench_render.processes import Failure

from .runs import make

CLIPS = {
    # Clip, and the most of one core that looking at it may take.
    "still": ("a face", 0.04),
    "nobody": ("a search: nobody is there", 0.06),
    "cup-pan": ("a hand", 0.09),
}
MEMORY = 60
RUNS = 3
TIMES = 4
"""Clips are seen so many times over: what it takes to begin, once for a broadcast, is little of a long one."""


def report(options, report, folder):
    from follow_footage.clips import CLIPS as FOOTAGE

    report.heading("What looking costs")
    rows, costs, memory = [], [], 0
    for name, (says, most) in CLIPS.items():
        media = looped(make(options, name), folder)
        truth = os.path.join(options.footage, f"{name}.truth.ndjson")
        looking, told = [], []
        for _ in range(RUNS):
            looking.append(measure([options.tatecast, "follow", media, "--quiet"], folder))
            told.append(measure([options.tatecast, "follow", media, "--subjects", truth, "--quiet"], folder))
        duration = TIMES * FOOTAGE[name].scene.duration
        # Of several runs the least is nearest to what it takes: what else runs on the machine only adds.
        cost = (min(run[0] for run in looking) - min(run[0] for run in told)) / duration
        more = statistics.median(run[1] for run in looking) - statistics.median(run[1] for run in told)
        memory = max(memory, more)
        costs.append((says, cost, most))
        rows.append((f"{name}: {says}", f"{cost:.3f}", f"{more:.0f}"))
    report.table(["clip", "share of a core", "MB more"], rows)
    for says, cost, most in costs:
        report.check(f"share of a core, {says}", f"{cost:.3f}", f"≤ {most}", cost <= most)
    report.check("memory, MB more", f"{memory:.0f}", f"≤ {MEMORY}", memory <= MEMORY)


def looped(media, folder):
    path = os.path.join(folder, os.path.basename(media))
    subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-y", "-stream_loop", str(TIMES - 1), "-i", media, "-c", "copy", path], check=True)
    return path


def measure(command, folder):
    """Runs a command: the processor time that it took, in seconds, and the most memory that it had, in MB."""
    with tempfile.TemporaryFile(dir=folder) as errors:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            errors.seek(0)
            raise Failure(f"{' '.join(command)} ended with {process.returncode}: {errors.read().decode()[-2000:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
