"""What a broadcast takes whose crop moves all the time, with a price and 120 hearts on screen; and the same with a crop that stands."""

import json
import os
import subprocess
import time

from bench_render.processes import Failure

from .runs import make

MOST = 0.75
PRESET = """name: bench
canvas: {{width: 720, height: 1280, frameRate: 30}}
latency: low
ladder:
  - {{width: 720, height: 1280, bitRate: 3M}}
reframe: {{mode: {mode}}}
layers:
  - price: {{}}
  - hearts: {{icons: [heart]}}
"""
PRICE = {"id": "cup", "name": "Tumbler", "price": 3980, "originalPrice": 5980, "currency": "JPY"}


def report(options, report, folder):
    report.heading("A broadcast")
    media = make(options, "restless")
    rows, results = [], {}
    for mode in ("follow", "crop"):
        cores, memory, result = broadcast(options, media, mode, folder)
        results[mode] = cores, result
        rows.append((
            mode, options.seconds, f"{cores:.3f}", f"{memory:.0f}", f"{result['lateTicks']} of {result['ticks']}",
            result["overloadSteps"]))
    report.table(["reframe", "seconds", "cores", "MB", "late ticks", "overload steps"], rows)
    cores, result = results["follow"]
    report.line(f"Load average at its end: {os.getloadavg()[0]:.1f}.\n")
    report.check("one rung of 720x1280 that follows", f"{cores:.2f} cores", f"≤ {MOST}", cores <= MOST)
    report.check("late ticks", result["lateTicks"], "0", result["lateTicks"] == 0)


def broadcast(options, media, mode, folder):
    """The cores that it took, the most memory in MB, and what it said at its end."""
    preset = os.path.join(folder, f"live-{mode}.yaml")
    with open(preset, "w", encoding="utf-8") as file:
        file.write(PRESET.format(mode=mode))
    with open(os.path.join(folder, "live.log"), "w+", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [options.tatecast, "live", "--input", media, "--loop", "--preset", preset, "--output",
             os.path.join(folder, f"live-{mode}"), "--events", "-", "--duration", str(options.seconds), "--json"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True)
        ready, begin = process.stdout.readline(), time.monotonic()
        try:
            send(process, {"type": "price", "product": PRICE})
            while ready and time.monotonic() - begin < options.seconds - 1:
                send(process, {"type": "hearts", "count": 30})
                time.sleep(0.5)
            process.stdin.close()
        except BrokenPipeError:
            pass
        last = process.stdout.read().strip().splitlines()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0 or not last:
            errors.seek(0)
            raise Failure(f"live ended with {process.returncode}: {errors.read()[-2000:]}")
    return (usage.ru_utime + usage.ru_stime) / options.seconds, usage.ru_maxrss / 1024, json.loads(last[-1])


def send(process, event):
    process.stdin.write(json.dumps(event) + "\n")
    process.stdin.flush()
