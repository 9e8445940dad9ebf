"""Figure 2: what the overlays cost a frame."""

import subprocess

from .processes import Failure


def report(options, report, folder):
    del folder
    report.heading("Overlays")
    result = subprocess.run([options.overlay_bench, "frame"], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    lines = result.stdout.strip().splitlines()
    if not lines:
        raise Failure(f"{options.overlay_bench} said nothing: {result.stderr}")
    report.line("```")
    for line in lines:
        report.line(line)
    report.line("```\n")
    report.check("all layers and 120 hearts at 720x1280", lines[0].split()[1] + " ms", "≤ 0.6 ms", result.returncode == 0)
