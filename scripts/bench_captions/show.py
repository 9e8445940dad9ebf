"""A show of three hours with twenty thousand captions in each of four languages, rendered in one run: memory, and whether all are in their tracks."""

import json
import os
import subprocess
import threading
import time

from bench_render.processes import Failure, run

from .words import LANGUAGES, said, sentence, text

# Small pictures: it is the captions that are measured.
SIZE, RATE = (144, 256), 25
MOST_MEMORY, MOST_GROWTH = 350e6, 20e6
PRESET = f"""name: long
canvas: {{width: {SIZE[0]}, height: {SIZE[1]}, frameRate: {RATE}}}
latency: low
ladder: [{{width: {SIZE[0]}, height: {SIZE[1]}, bitRate: 100k}}]
locale: ja
captions: {{languages: [{", ".join(LANGUAGES)}], shown: ja}}
layers:
  - captions: {{language: ja}}
"""


def make_source(folder, seconds):
    """A minute, again and again."""
    minute, path = os.path.join(folder, "minute.mp4"), os.path.join(folder, "hours.mp4")
    run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=size={SIZE[0]}x{SIZE[1]}:rate={RATE}", "-f", "lavfi", "-i",
         "sine=440:sample_rate=48000", "-t", "60", "-c:v", "libx264", "-preset", "veryfast", "-g", "50", "-c:a", "aac", minute])
    run(["ffmpeg", "-v", "error", "-y", "-stream_loop", "-1", "-i", minute, "-t", str(seconds), "-c", "copy", path])
    return path


def times(number, count, seconds):
    """When a caption is said, in milliseconds: one after the other, with a pause between."""
    step = 1000 * seconds / count
    return round(number * step), round((number + 0.8) * step)


def clock(milliseconds):
    return f"{milliseconds // 3_600_000:02}:{milliseconds // 60_000 % 60:02}:{milliseconds % 60_000 / 1000:06.3f}"


def write_words(folder, count, seconds):
    """Two languages as files, one of them SubRip, and two as events; returns the options that name them."""
    spoken = {language: [text(language, sentence(language, number)) for number in range(count)] for language in LANGUAGES}
    every = [(number, *times(number, count, seconds)) for number in range(count)]
    with open(os.path.join(folder, "ko.vtt"), "w", encoding="utf-8") as file:
        file.write("WEBVTT\n\n")
        file.writelines(f"{clock(start)} --> {clock(end)}\n{spoken['ko'][number]}\n\n" for number, start, end in every)
    with open(os.path.join(folder, "es.srt"), "w", encoding="utf-8") as file:
        file.writelines(f"{number + 1}\n{clock(start).replace('.', ',')} --> {clock(end).replace('.', ',')}\n{spoken['es'][number]}\n\n"
                        for number, start, end in every)
    with open(os.path.join(folder, "events.ndjson"), "w", encoding="utf-8") as file:
        for number, start, end in every:
            for language in ("ja", "en"):
                file.write(json.dumps({
                    "at": start / 1000, "type": "caption", "id": f"c{number}", "language": language,
                    "text": spoken[language][number], "from": start / 1000, "to": end / 1000}, ensure_ascii=False) + "\n")
    return spoken, ["--captions", f"ko={folder}/ko.vtt", "--captions", f"es={folder}/es.srt", "--events", f"{folder}/events.ndjson"]


class Memory(threading.Thread):
    """A process's resident memory, each second."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.path, self.values = f"/proc/{pid}/statm", []

    def run(self):
        try:
            while True:
                with open(self.path, encoding="ascii") as file:
                    self.values.append(int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
                time.sleep(1)
        except (OSError, IndexError):
            # It has ended.
            return


def measure(options, report, folder):
    seconds, count = round(options.hours * 3600), options.captions
    preset, output = os.path.join(folder, "long.yaml"), os.path.join(folder, "long")
    with open(preset, "w", encoding="utf-8") as file:
        file.write(PRESET)
    spoken, words = write_words(folder, count, seconds)
    begin = time.monotonic()
    with open(os.path.join(folder, "long.log"), "wb") as log:
        process = subprocess.Popen(
            [options.tatecast, "render", make_source(folder, seconds), "--preset", preset, *words, "--output", output, "--overwrite",
             "--quiet"], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        memory = Memory(process.pid)
        memory.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        with open(log.name, encoding="utf-8") as file:
            raise Failure(f"tatecast render ended with {process.returncode}: {file.read()[-1000:]}")
    report.heading(f"{options.hours:g} h with {count} captions in each of {len(LANGUAGES)} languages, rendered")
    memory.join(2)
    # From when a tenth is done: all captions are read by then, and all caches full.
    kept = memory.values[len(memory.values) // 10:]
    third = max(1, len(kept) // 3)
    growth = sum(kept[-third:]) / third - sum(kept[:third]) / third
    report.line(f"{time.monotonic() - begin:.0f} s, {usage.ru_utime + usage.ru_stime:.0f} s of processor time; memory by thirds "
                f"{', '.join(f'{sum(part) / len(part) / 1e6:.0f}' for part in (kept[:third], kept[third:-third] or kept, kept[-third:]))} MB.\n")
    report.check("memory at most", f"{usage.ru_maxrss * 1024 / 1e6:.0f} MB", f"≤ {MOST_MEMORY / 1e6:.0f} MB",
                 usage.ru_maxrss * 1024 <= MOST_MEMORY)
    report.check("memory's growth, the last third against the first", f"{growth / 1e6:+.1f} MB", f"≤ {MOST_GROWTH / 1e6:.0f} MB",
                 growth <= MOST_GROWTH)
    for language in LANGUAGES:
        cues = said(output, language)
        wrong = sum(found[2] != words or abs(found[0] - start / 1000) > 0.002 or abs(found[1] - end / 1000) > 0.002
                    for number, (found, words) in enumerate(zip(cues, spoken[language])) for start, end in [times(number, count, seconds)])
        report.check(f"{language}: cues that webvtt-py reads; with other words or times", f"{len(cues)}; {wrong}", f"{count}; 0",
                     (len(cues), wrong) == (count, 0))
