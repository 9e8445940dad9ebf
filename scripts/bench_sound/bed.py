"""Music under a voice: how far it goes down, that the voice's gain doesn't hear it, and what it costs."""

import json
import os

import numpy as np

from sound_footage.media import RATE, run

from . import measure, picture

# A chord that hardly moves, so that what moves is the bed's own doing.
CHORD = "0.1*(sin(2*PI*220*t)+sin(2*PI*277.2*t)+sin(2*PI*329.6*t)+sin(2*PI*440*t))"
# Of 03-pauses, in which four seconds of voice and five of rest follow each other: the middle of each, in seconds.
VOICES, RESTS = (20, 29, 38, 47), (25.5, 34.5, 43.5, 52.5)


def level(raw, options, output, *words):
    return json.loads(run([options.sound_bench, raw, output, *words]).stdout)


def report(options, report, folder):
    raw, music, plain, bedded = (os.path.join(folder, f"bed.{name}.f32") for name in ("voice", "music", "plain", "bedded"))
    measure.decode(os.path.join(options.footage, "03-pauses.wav"), raw)
    run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", f"aevalsrc='{CHORD}|{CHORD}':s={RATE}:d=12",
         "-f", "f32le", music])
    without, done = level(raw, options, plain), level(raw, options, bedded, "--bed", music)
    report.heading("5. Bed")
    # Below the limiter's ceiling nothing else is different.
    one, other = (np.fromfile(path, dtype="<f4").astype(np.float64) for path in (plain, bedded))
    alone = (other - one).reshape(-1, 2)[:, 0]

    def rms(second):
        part = alone[round(second * RATE) : round((second + 0.5) * RATE)]
        return 10 * np.log10(np.mean(part**2) + 1e-12)

    down, up = (float(np.median([rms(second) for second in seconds])) for seconds in (VOICES, RESTS))
    report.check("a bed under a voice, against one alone", f"{down - up:.1f} dB", "-10 ± 1.5", abs(down - up + 10) <= 1.5)
    moved = max(abs(a - b) for a, b in zip(without["gains"], done["gains"]))
    report.check("the voice's gain moved by it", f"{moved:.2f} dB", "0", moved == 0)
    peak = measure.true_peak(bedded)
    report.check("its true peak", f"{peak:.2f} dBTP", "≤ -1.95", peak <= -1.95)
    more = done["cost"] - without["cost"]
    report.check("CPU for a second of it", f"{more:.2f} ms", "≤ 0.5", more <= 0.5)
    if options.bed_picture:
        picture.draw([(plain, bedded)], options.bed_picture)
