"""Clips: how long one takes, and whether it is exact."""

import array
import json
import os
import subprocess
import time

from bench_after.recording import lengthen

SECONDS = 48
SIZE = (720, 1280)
PRESET = """name: bench
canvas: {width: 720, height: 1280, frameRate: 30}
latency: normal
ladder:
  - {width: 720, height: 1280, bitRate: 3000k}
  - {width: 180, height: 320, bitRate: 150k}
"""


def run(*words, **options):
    return subprocess.run(words, check=True, capture_output=True, **options)


def make(tatecast, folder):
    """A show that no two pictures and no two moments of sound of are alike."""
    noise = f"anoisesrc=r=48000:a=0.3:seed=7:d={SECONDS},lowpass=f=6000"
    run(
        "ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=s=720x1280:r=30:d={SECONDS}", "-f", "lavfi",
        "-i", noise, "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "pcm_s16le", f"{folder}/source.mkv",
    )  # fmt: skip
    with open(f"{folder}/preset.yaml", "w", encoding="utf-8") as file:
        file.write(PRESET)
    run(
        tatecast, "render", f"{folder}/source.mkv", "--preset", f"{folder}/preset.yaml", "--overwrite", "-o",
        f"{folder}/short", "-q",
    )  # fmt: skip


def pictures(path, *words):
    frames = run("ffmpeg", "-v", "error", *words, "-i", path, "-an", "-f", "rawvideo", "-pix_fmt", "gray", "-").stdout
    size = SIZE[0] * SIZE[1]
    return [frames[start : start + size] for start in range(0, len(frames), size)]


def sound(path, *words):
    data = run("ffmpeg", "-v", "error", *words, "-i", path, "-vn", "-ac", "1", "-f", "s16le", "-").stdout
    return array.array("h", data)


def difference(one, other):
    """The mean of every 31st sample."""
    pairs = zip(one[::31], other[::31])
    return sum(abs(a - b) for a, b in pairs) / (len(one) // 31 + 1)


def nearest(picture, others):
    return min(range(len(others)), key=lambda index: difference(picture, others[index]))


def lag(one, other, reach=480):
    """By how many samples `other` is late: where the two are most alike."""
    count = 6_000
    best = (-1, 0)
    for shift in range(-reach, reach + 1):
        product = sum(one[index] * other[index + shift] for index in range(reach, reach + count, 3))
        best = max(best, (product, shift))
    return best[1]


def segments(folder, rendition, first, count):
    """Some segments of a rendition as one file that anybody can read."""
    names = [name for name in os.listdir(f"{folder}/{rendition}") if name.endswith("-init.mp4")]
    run_name = names[0].split("-")[0]
    path = f"{folder}/{rendition}-{first}.mp4"
    with open(path, "wb") as file:
        for name in names + [f"{run_name}-{number}.m4s" for number in range(first, first + count)]:
            with open(f"{folder}/{rendition}/{name}", "rb") as part:
                file.write(part.read())
    return path


def measure(tatecast, folder, hours):
    make(tatecast, folder)
    lengthen(f"{folder}/short", f"{folder}/long", hours)
    # Frame 17 of a segment in the middle, and half a minute and five frames on: both edges lie within segments.
    segment = int(hours * 3600 / 1.6) // 2
    first, count = segment * 48 + 17, 905
    start, end = first / 30, (first + count) / 30
    elapsed = []
    for _ in range(3):
        begin = time.monotonic()
        said = run(
            tatecast, "clip", f"{folder}/long", "--from", f"{start:.6f}", "--to", f"{end:.6f}", "-o",
            f"{folder}/clips/clip.mp4", "--overwrite", "--json",
        )  # fmt: skip
        elapsed.append(time.monotonic() - begin)
    clip = json.loads(said.stdout)["clips"][0]

    memory = peak(tatecast, folder, start, end)

    made = pictures(f"{folder}/clips/clip.mp4")
    head = pictures(segments(f"{folder}/long", "v720x1280", segment, 2))
    last = (first + count - 1) // 48
    tail = pictures(segments(f"{folder}/long", "v720x1280", last, 1))
    places = (nearest(made[0], head), nearest(made[-1], tail))
    wanted = (17, (first + count - 1) % 48)

    heard = sound(f"{folder}/clips/clip.mp4")
    # Sound of the same segments, whose first sample is heard with the first picture of them.
    original = sound(segments(f"{folder}/long", "audio", segment, 22))
    offset = 17 * 1_600
    lags = []
    for second in (1, 15, 28):
        place = second * 48_000
        lags.append(lag(original[offset + place : offset + place + 8_000], heard[place : place + 8_000]))
    return report(clip, elapsed, memory, (len(made), count), (places, wanted), lags, hours)


def peak(tatecast, folder, start, end):
    """The memory of one clip, in MB, measured by a process that has no other child."""
    script = (
        "import resource,subprocess,sys;subprocess.run(sys.argv[1:],check=True,stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    words = [tatecast, "clip", f"{folder}/long", "--from", f"{start:.6f}", "--to", f"{end:.6f}"]
    said = run("python3", "-c", script, *words, "-o", f"{folder}/clips/clip.mp4", "--overwrite", "-q")
    return int(said.stdout) / 1024


def report(clip, elapsed, memory, counts, edges, lags, hours):
    missed = []

    def figure(name, value, limit, is_met):
        print(f"  {name:<44} {value:<16} {limit}")
        if not is_met:
            missed.append(f"{name}: {value}, wanted {limit}")

    print(f"A clip of {clip['duration']:.1f} s out of a recording of {hours:g} h")
    best = min(elapsed)
    figure("time, the best of three", f"{best:.2f} s", "≤ 2 s", best <= 2)
    figure("memory", f"{memory:.0f} MB", "≤ 150 MB", memory <= 150)
    figure("pictures", str(counts[0]), str(counts[1]), counts[0] == counts[1])
    (first, last), (wanted_first, wanted_last) = edges
    figure("first picture, of its segment", str(first), str(wanted_first), first == wanted_first)
    figure("last picture, of its segment", str(last), str(wanted_last), last == wanted_last)
    worst = max(abs(value) for value in lags) / 48
    figure("sound, by how much it is off at most", f"{worst:.2f} ms", "≤ 1 ms", worst <= 1)
    figure("pictures copied", str(not clip["isEncodedWhole"]), "True", not clip["isEncodedWhole"])
    return missed
