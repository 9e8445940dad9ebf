"""Captions at twenty a second on air: late ticks, memory, and whether the tracks have all that was said."""

import statistics
import time

from bench_render.processes import Failure

from .broadcast import CaptionedBroadcast
from .words import LANGUAGES, said, sentence, text

# Seconds until a broadcast's caches are full and its encoder has settled.
SETTLED = 120
# What an hour may add, by the slope of a line through all samples.
MOST_GROWTH = 40e6
PRESET = f"""name: talk
canvas: {{width: 360, height: 640, frameRate: 30}}
latency: low
ladder: [{{width: 360, height: 640, bitRate: 730k}}]
locale: ja
captions: {{languages: [{", ".join(LANGUAGES)}], shown: ja}}
layers:
  - price: {{}}
  - captions: {{language: ja}}
  - hearts: {{icons: [heart]}}
"""


def speak(live, seconds, rate):
    """Says a sentence after the other, in all languages at once, a word at a time; returns the sentences that were said to their end, and what the program had meanwhile."""
    begin = last = time.monotonic()
    number, words, sent, memory, kept = 0, 0, 0, [], 0
    before = live.counters()
    while time.monotonic() < begin + seconds or words:
        for language in LANGUAGES:
            spoken = sentence(language, number)
            event = {"type": "caption", "id": f"c{number}", "language": language,
                     "text": text(language, spoken[:words + 1] if words + 1 < 10 else spoken)}
            due = begin + sent / rate
            time.sleep(max(0, due - time.monotonic()))
            live.commit(event)
            sent += 1
        words = (words + 1) % 10
        number += words == 0
        if time.monotonic() - last >= 5:
            last = time.monotonic()
            memory.append((last - begin, live.memory(), live.metric("tatecast_sprite_cache_bytes")))
            kept = max(kept, live.metric("tatecast_kept_captions"))
        if not before["isSettled"] and time.monotonic() - begin >= min(10, seconds / 4):
            before = {**live.counters(), "isSettled": True}
    elapsed = time.monotonic() - begin
    after = live.counters()
    grown = {name: after[name] - before[name] for name in ("ticks", "lateTicks", "overloadSteps")}
    return number, sent / elapsed, grown, memory, kept


def measure(options, report, folder):
    live = CaptionedBroadcast(options, folder, PRESET, "talk", ["--record"])
    try:
        count, reached, grown, memory, kept = speak(live, options.seconds, options.rate)
        late = live.metric("tatecast_late_captions_total")
        # The last sentence's segment is whole.
        time.sleep(12)
    finally:
        live.finish()
    report.heading(f"{options.rate:g} captions a second for {options.seconds} s, live")
    # Drawn words fill the sprite cache, which is bounded (64 MiB): what is beyond it tells whether anything leaks.
    settled = [(when, size - sprites) for when, size, sprites in memory if when >= min(SETTLED, options.seconds / 2)]
    if len(settled) < 3:
        raise Failure("too short to say anything of memory: ask for more --seconds")
    slope, _ = statistics.linear_regression(*zip(*settled))
    samples = [memory[index] for index in (0, len(memory) // 2, -1)]
    report.line(f"{reached:.1f} a second; memory at first, half-way and at the end "
                f"{', '.join(f'{size / 1e6:.0f}' for _, size, _ in samples)} MB, of which sprites "
                f"{', '.join(f'{sprites / 1e6:.0f}' for *_, sprites in samples)} MB; {kept:.0f} captions in memory at most; "
                f"{grown['overloadSteps']} overload steps.\n")
    report.check("captions on air: late ticks", f"{grown['lateTicks']} of {grown['ticks']}", "0", grown["lateTicks"] == 0)
    report.check("slope of memory beyond the sprite cache", f"{slope * 3600 / 1e6:+.1f} MB an hour", f"≤ {MOST_GROWTH / 1e6:.0f} MB an hour",
                 slope * 3600 <= MOST_GROWTH)
    report.check("captions that were too late for their tracks", f"{late:.0f}", "0", late == 0)
    for language in LANGUAGES:
        heard = [words for _, _, words in said(live.output, language)]
        missing = [number for number in range(count) if text(language, sentence(language, number)) not in heard]
        report.check(f"{language}: sentences in the track, as they ended", f"{count - len(missing)} of {count}", "all", not missing)
