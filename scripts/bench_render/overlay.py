"""Figure 2: what the overlays cost a frame."""

import subprocess

from .processes import Failure


def report(options, report, folder):
    del folder
    report.heading("Overlays")
    result = subprocess.run([options.overlay_bench], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    lines = result.stdout.strip().splitlines()
    if not lines:
        raise Failure(f"{options.overlay_bench} said nothing: {result.stderr}")
    report.line("```")
    for line in lines:
        report.line(line)
    report.line("```\n")
    # `720x1280  0.238 ms a frame, …  target 0.6: met`: each line with a target tells its own verdict.
    for line in lines:
        words = line.split()
        if "target" in words:
            verdict = line.rsplit(":", 1)[1].strip()
            target = words[words.index("target") + 1].rstrip(":")
            report.check(f"all layers and 120 hearts at {words[0]}", f"{words[1]} ms", f"≤ {target} ms", verdict == "met")
