"""Runs `tatecast follow` over a clip of the footage, once."""

import json
import os
import subprocess
import sys

from bench_render.processes import Failure

from .judge import judge, lines


def make(options, name):
    """A clip's path; it is made if it isn't there."""
    media = os.path.join(options.footage, f"{name}.mp4")
    if not os.path.exists(media):
        print(f"{name}: making it", file=sys.stderr, flush=True)
        root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        run([os.path.join(root, "make-follow-footage"), options.footage, name])
    return media


def follow(options, name, clip, folder):
    """The Judgement of a clip."""
    media = make(options, name)
    path = os.path.join(folder, f"{name}.path.ndjson")
    command = [options.tatecast, "follow", media, "--path", path, "--quiet"]
    if options.preset:
        command += ["--preset", options.preset]
    truth = os.path.join(options.footage, f"{name}.truth.ndjson")
    if options.truth:
        command += ["--subjects", thinned(truth, os.path.join(folder, f"{name}.subjects.ndjson"))]
    run(command)
    begins = None
    people = getattr(clip.scene, "people", ())
    if people and len(people[0].x.points) > 1:
        begins = people[0].x.points[1][0]
    return judge(lines(path), lines(truth), clip.scene, clip.needs, begins)


def thinned(truth, path):
    """A subject file of five findings a second, as a detector makes them."""
    last = -1
    with open(path, "w", encoding="utf-8") as file:
        for line in lines(truth):
            if line["time"] >= last + 0.199 or line.get("cut"):
                last = line["time"]
                print(json.dumps(line), file=file)
    return path


def run(command):
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if result.returncode != 0:
        raise Failure(f"{' '.join(command)}\nexited with {result.returncode}:\n{result.stderr[-2000:]}")
