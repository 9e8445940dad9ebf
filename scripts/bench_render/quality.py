"""Figure 1, the other half: what the bits are worth, against x264's veryfast at the same size."""

import os
import re
import statistics

from . import media
from .processes import Failure, run, run_for_messages

SIZE_TOLERANCE = 0.01
"""By how much the two coded sizes of a rung may differ."""

WORST_RUNG = -0.1
"""The gain in dB that each rung of each clip must have."""

WORST_MEAN = 0.0
"""The gain in dB that each clip must have in the mean over its rungs."""


def coded_sizes(path):
    """Bytes of each video packet, without the container's."""
    sizes = run(["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=size", "-of", "csv=p=0", path])
    return [int(size.strip(",")) for size in sizes.split()]


def similarity(coded, canvas, width, height):
    """SSIM over all three planes, in dB, of coded pictures against the canvas scaled to their size."""
    # Pictures are paired by number, since the containers' clocks start elsewhere; in this order, or N is in old ticks.
    graph = (
        f"[0:v]settb=1/30,setpts=N[a];[1:v]scale={width}:{height}:flags=bicubic,settb=1/30,setpts=N[b];[a][b]ssim"
    )
    messages = run_for_messages(
        ["ffmpeg", "-nostdin", "-hide_banner", "-i", coded, "-i", canvas, "-lavfi", graph, "-f", "null", "-"])
    found = re.search(r"SSIM .*All:[0-9.]+ \(([0-9.]+|inf)\)", messages)
    if not found:
        raise Failure(f"no SSIM of {coded} in:\n{messages[-2000:]}")
    return float(found.group(1))


def join_segments(show, width, height, output):
    """A rung's init segment and media segments as one file."""
    rung = f"{show}/v{width}x{height}"
    with open(f"{rung}/playlist.m3u8", encoding="utf-8") as playlist:
        text = playlist.read()
    files = re.findall(r'#EXT-X-MAP:URI="([^"]+)"', text) + [line for line in text.split() if line.endswith(".m4s")]
    with open(output, "wb") as joined:
        for file in files:
            with open(f"{rung}/{file}", "rb") as part:
                joined.write(part.read())


def encode_veryfast(canvas, width, height, rate, output):
    """What ffmpeg makes of the canvas. One thread: its best quality, and the same on every machine."""
    command = media.QUIET + ["-i", canvas, "-vf", f"scale={width}:{height}", "-c:v", "libx264", "-preset", "veryfast"]
    command += ["-profile:v", "high", "-threads", "1", "-b:v", str(rate), "-maxrate", str(rate * 5 // 4)]
    command += ["-bufsize", str(rate * 3 // 2), "-g", str(media.KEY_INTERVAL), "-keyint_min", str(media.KEY_INTERVAL)]
    run(command + ["-sc_threshold", "0", output])


def encode_as_large(canvas, width, height, rate, sizes, output):
    """Encodes at whatever bit rate makes as large a track as one of these packets, and returns its size."""
    wanted = sum(sizes)
    low, high = 0.25 * rate, 4.0 * rate
    for _ in range(12):
        encode_veryfast(canvas, width, height, int(rate), output)
        made = coded_sizes(output)
        if len(made) != len(sizes):
            raise Failure(f"{len(sizes)} pictures of ours and {len(made)} of ffmpeg's can't be compared")
        size = sum(made)
        if abs(size / wanted - 1) <= SIZE_TOLERANCE / 2:
            return size
        low, high = (rate, high) if size < wanted else (low, rate)
        # The size follows the rate almost in proportion; where it doesn't, halve the interval.
        rate = rate * wanted / size
        if not low < rate < high:
            rate = (low + high) / 2
    if abs(size / wanted - 1) > SIZE_TOLERANCE:
        raise Failure(f"no bit rate makes veryfast's {width}x{height} {wanted} bytes long; the last try gave {size}")
    return size


def compare(options, clip, folder):
    """A row of the table for each rung, and the differences in dB."""
    show, canvas = os.path.join(folder, "bare"), os.path.join(folder, "canvas.y4m")
    command = [options.tatecast, "render", clip, "--preset", media.bare_preset(folder), "--latency", "normal"]
    run(command + ["--raw-canvas", canvas, "--output", show, "--overwrite", "--quiet"])
    rows, gains = [], []
    for width, height, rate in media.RUNGS:
        ours, theirs = f"{folder}/ours.mp4", f"{folder}/theirs.mp4"
        join_segments(show, width, height, ours)
        sizes = coded_sizes(ours)
        size = sum(sizes)
        other_size = encode_as_large(canvas, width, height, rate, sizes, theirs)
        quality = similarity(ours, canvas, width, height)
        other_quality = similarity(theirs, canvas, width, height)
        gains.append(quality - other_quality)
        rows.append(
            (
                f"{media.name(clip)} {width}x{height}", size, f"{(other_size / size - 1) * 100:+.2f} %",
                f"{quality:.3f}", f"{other_quality:.3f}", f"{gains[-1]:+.3f}",
            ))
    os.remove(canvas)
    return rows, gains


def report(options, report, folder):
    report.heading("Quality at the same size")
    rows, gains = [], []
    for clip in options.clips:
        more, clip_gains = compare(options, clip, folder)
        rows += more
        gains.append((clip, clip_gains))
    report.line("SSIM (All, dB) against the canvas scaled to the rung's size; overlays off; both sides' keyframes alike.\n")
    report.table(["rung", "tatecast bytes", "veryfast's size", "tatecast dB", "veryfast dB", "gain dB"], rows)
    for clip, values in gains:
        worst, mean = min(values), statistics.mean(values)
        name = media.name(clip)
        report.check(f"SSIM gain, worst rung of {name}", f"{worst:+.3f} dB", f"≥ {WORST_RUNG} dB", worst >= WORST_RUNG)
        report.check(f"SSIM gain, mean over {name}'s rungs", f"{mean:+.3f} dB", "≥ 0 dB", mean >= WORST_MEAN)
