"""A live programme's sound: the rider and the limiter, on clips whose levels are known."""

import hashlib
import json
import os

from sound_footage.media import run

from . import measure, picture

TARGET, CEILING = -16.0, -2.0
# How far from the target each may be.
WITHIN = {
    "01-quiet": 1, "02-clipped": 1, "03-pauses": 1, "04-over-music": 1, "05-steps": 1, "07-claps": 2, "08-mono": 1,
    "09-surround": 1, "10-film": 2, "11-pauses-over-music": 1,
}
# Those whose gain is right within two dB, four seconds after they begin.
SETTLES = ("01-quiet", "02-clipped", "03-pauses", "04-over-music", "08-mono", "09-surround", "11-pauses-over-music")
# Those whose peaks 128 kbit/s of AAC leave under -1 dBTP.
CODED = ("01-quiet", "03-pauses", "04-over-music", "08-mono", "09-surround", "11-pauses-over-music")
NAMES = (*WITHIN, "06-room", "fan", "louder", "quieter")


class Clip:
    def __init__(self, options, folder, name):
        self.name, self.bench = name, options.sound_bench
        self.raw, self.levelled = (os.path.join(folder, f"{name}.{kind}.f32") for kind in ("before", "after"))
        measure.decode(os.path.join(options.footage, f"{name}.wav"), self.raw, name)
        self.done = self.level(self.levelled)
        self.before, self.after = measure.of(self.raw, raw=True), measure.of(self.levelled, 10, raw=True)
        self.second = measure.by_pyloudnorm(self.levelled, 10)
        self.peak = measure.true_peak(self.levelled)

    def level(self, output, block=1_024):
        return json.loads(run([self.bench, self.raw, output, "--block", str(block)]).stdout)

    @property
    def gains(self):
        return self.done["gains"]

    def settled(self, wanted, start=0.0, hold=30):
        """From when on the gain is within two dB of `wanted` for three seconds."""
        first = round(start * 10)
        for index in range(first, len(self.gains) - hold):
            if all(abs(gain - wanted) <= 2 for gain in self.gains[index : index + hold]):
                return index / 10 - start
        return float("inf")


def report(options, report, folder):
    clips = {name: Clip(options, folder, name) for name in NAMES}
    report.heading("Live: before and after")
    report.table(
        ["clip", "before, LUFS", "after", "pyloudnorm", "range before, LU", "after", "gain, dB", "limiter, dB", "CPU, ms/s"],
        [
            (
                clip.name, f"{clip.before.integrated:.1f}", f"{clip.after.integrated:.1f}",
                "–" if clip.second is None else f"{clip.second:.1f}", f"{clip.before.range:.1f}",
                f"{clip.after.range:.1f}", f"{min(clip.gains):.1f} … {max(clip.gains):.1f}",
                f"{clip.done['limiting']:.1f}", f"{clip.done['cost']:.2f}",
            )
            for clip in clips.values()
        ])
    if options.picture:
        picture.draw([(clips[name].raw, clips[name].levelled) for name in ("05-steps", "03-pauses")], options.picture)
    loudness(report, clips)
    peaks(report, clips, folder)
    cost(report, clips, folder)


def loudness(report, clips):
    report.heading("1. Loudness")
    for name, most in WITHIN.items():
        value = clips[name].after.integrated
        report.check(name, f"{value:.1f} LUFS", f"{TARGET:.0f} ± {most}", abs(value - TARGET) <= most)
    for name in SETTLES:
        clip = clips[name]
        value = clip.settled(min(20, max(-20, TARGET - clip.before.integrated)))
        report.check(f"{name}: gain right within 2 dB", f"{value:.1f} s", "≤ 4 s", value <= 4)
    for name, most in (("louder", 3), ("quieter", 6)):
        clip = clips[name]
        value = clip.settled(clip.gains[-1], start=20)
        report.check(f"a step of 12 LU, {name}", f"{value:.1f} s", f"≤ {most} s", value <= most)
    for name in ("06-room", "fan"):
        value = max(clips[name].gains)
        report.check(f"{name}: raised by", f"{value:.1f} dB", "≤ 1", value <= 1)
    # In the rests of the talk: how far the gain moves.
    gains = clips["03-pauses"].gains
    value = max(max(gains[start + 10 : start + 50]) - gains[start + 5] for start in range(130, 550, 90))
    report.check("03-pauses: raised in a pause by", f"{value:.1f} dB", "≤ 0.5", value <= 0.5)


def peaks(report, clips, folder):
    report.heading("2. True peaks")
    highest = max(clips.values(), key=lambda clip: clip.peak)
    report.check(
        f"before AAC, the highest ({highest.name})", f"{highest.peak:.2f} dBTP", f"≤ {CEILING + 0.05:.2f}",
        highest.peak <= CEILING + 0.05)
    for rate, most in (("128k", -1), ("64k", 0)):
        for name in CODED:
            path = os.path.join(folder, f"{name}.{rate}.m4a")
            measure.encode(clips[name].levelled, path, rate)
            value = measure.of(path).peak
            report.check(f"{name} as AAC of {rate}", f"{value:.1f} dBTP", f"≤ {most}", value <= most)


def cost(report, clips, folder):
    report.heading("3. Delay, CPU, and how it is cut")
    delay = clips["01-quiet"].done["delay"]
    report.check("delay, which is read ahead", f"{delay} samples", "≤ 240", delay <= 240)
    costs = sorted(clip.done["cost"] for clip in clips.values())
    middle = costs[len(costs) // 2]
    report.check(
        "CPU for a second of sound, the median of all clips", f"{middle:.2f} ms (at most {costs[-1]:.2f})", "≤ 1.5",
        middle <= 1.5)
    clip = clips["05-steps"]

    def digest(block):
        path = os.path.join(folder, "cut.f32")
        clip.level(path, block)
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    digests = {digest(block) for block in (1, 480, 1_024, 4_801)}
    report.check("different sounds by blocks of 1, 480, 1,024 and 4,801", len(digests), "1", len(digests) == 1)
