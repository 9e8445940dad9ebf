#!/usr/bin/env python3
"""Runs the report five times and holds its figures against their targets.

    measure.py PROGRAM SHOW REPORT
"""
import json
import os
import subprocess
import sys
import time

RUNS, SECONDS, MEMORY, PAGE = 5, 3.0, 200e6, 1.5e6


def main():
    program, show, report = sys.argv[1:]
    seconds, peaks = [], []
    for _ in range(RUNS):
        begin = time.monotonic()
        process = subprocess.Popen([program, "report", show, "-o", report, "--quiet"])
        _, status, usage = os.wait4(process.pid, 0)
        if status != 0:
            sys.exit(f"the report ended with status {os.waitstatus_to_exitcode(status)}")
        seconds.append(time.monotonic() - begin)
        peaks.append(usage.ru_maxrss * 1024)
    with open(f"{report}/report.json") as file:
        totals = json.load(file)["totals"]
    if (totals["hearts"], totals["comments"] + totals["removedComments"]) != (1_000_000, 20_000):
        sys.exit(f"not all was counted: {totals}")
    page = os.path.getsize(f"{report}/index.html")
    rows = [
        ("seconds, median of five", sorted(seconds)[RUNS // 2], SECONDS, "{:.2f}"),
        ("memory, MB", max(peaks) / 1e6, MEMORY / 1e6, "{:.0f}"),
        ("the page, MB", page / 1e6, PAGE / 1e6, "{:.3f}"),
    ]
    print("| report of 3 h, 1,000,000 hearts, 20,000 comments | measured | at most |\n| --- | ---: | ---: |")
    for name, value, limit, form in rows:
        print(f"| {name} | {form.format(value)} | {form.format(limit)} |")
    sys.exit(any(value > limit for _, value, limit, _ in rows))


main()
