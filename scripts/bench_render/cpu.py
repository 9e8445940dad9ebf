"""Figure 1: processor time of the whole process against that of an ffmpeg command that does the same."""

import os
import shutil
import statistics
import sys

from . import media
from .processes import measure
from .report import spread

TARGET = 0.80
LOOP_SECONDS = 30


def ffmpeg_command(clip, tag, hearts, output):
    """What somebody without tatecast would run: crop, scale, overlays, text, three rungs, two sounds, HLS."""
    (top, *lower) = media.RUNGS
    graph = (
        f"[0:v]fps=30,crop='min(iw,ih*9/16)':ih,scale={top[0]}:{top[1]},setsar=1[c];"
        "[c][1:v]overlay=x='min(29,-418+t*1200)':y=H-282[t];"
        "[t][2:v]overlay=x=W-324:y='H-708-20*sin(t*3)'[h];"
        f"[h]drawtext=fontfile={media.font()}:text='¥3,980':fontsize=54:fontcolor=white:x=48:y=H-246,"
        f"split={len(media.RUNGS)}[v0]" + "".join(f"[s{i}]" for i in range(1, len(media.RUNGS))) + ";"
    )
    graph += ";".join(f"[s{i}]scale={width}:{height}[v{i}]" for i, (width, height, _) in enumerate(lower, 1))
    command = media.QUIET + ["-i", clip, "-i", tag, "-i", hearts, "-filter_complex", graph]
    for index, (_, _, rate) in enumerate(media.RUNGS):
        command += ["-map", f"[v{index}]", f"-b:v:{index}", str(rate), f"-maxrate:v:{index}", str(rate * 5 // 4)]
        command += [f"-bufsize:v:{index}", str(rate * 3 // 2)]
    command += ["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high"]
    command += ["-g", str(media.KEY_INTERVAL), "-keyint_min", str(media.KEY_INTERVAL), "-sc_threshold", "0"]
    command += ["-map", "0:a", "-map", "0:a", "-c:a", "aac", "-ar", "48000", "-ac", "2"]
    command += ["-b:a:0", "128k", "-b:a:1", "64k"]
    groups = " ".join(f"v:{index},agroup:sound" for index in range(len(media.RUNGS)))
    command += ["-f", "hls", "-hls_time", "1.6", "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"]
    command += ["-master_pl_name", "master.m3u8", "-var_stream_map", f"{groups} a:0,agroup:sound a:1,agroup:alone"]
    command += ["-hls_segment_filename", f"{output}/%v/%d.m4s", f"{output}/%v/playlist.m3u8"]
    return command


def tatecast_command(options, clip, events, output):
    command = [options.tatecast, "render", clip, "--preset", options.preset, "--events", events]
    return command + ["--latency", "normal", "--output", output, "--overwrite", "--quiet"]


def measure_pairs(options, clip, folder):
    """Usages of both in turn, so that a machine that slows down slows both down."""
    tag, hearts = media.overlay_pictures(folder)
    events = media.events(media.duration(clip), folder)
    ours, theirs = [], []
    for pair in range(options.pairs + 1):
        outputs = [os.path.join(folder, side) for side in ("ours", "theirs")]
        for output in outputs:
            shutil.rmtree(output, ignore_errors=True)
        # ffmpeg's HLS muxer makes one folder, not the one around it.
        os.makedirs(outputs[1])
        print(f"{media.name(clip)}: pair {pair} of {options.pairs}", file=sys.stderr, flush=True)
        one = measure(tatecast_command(options, clip, events, outputs[0]), f"{folder}/ours.log")
        other = measure(ffmpeg_command(clip, tag, hearts, outputs[1]), f"{folder}/theirs.log")
        # The first pair warms the disk's cache up.
        if pair > 0:
            ours.append(one)
            theirs.append(other)
    check_rungs(outputs[0])
    return ours, theirs


def check_rungs(show):
    for width, height, _ in media.RUNGS:
        if not os.path.isdir(f"{show}/v{width}x{height}"):
            raise SystemExit(f"{show} has no rung of {width}x{height}: `ladder: auto` and RUNGS differ")


def report(options, report, folder):
    report.heading("Processor time")
    rows, ratios, peaks = [], [], []
    for clip in options.clips:
        variants = [clip]
        if media.duration(clip) < LOOP_SECONDS:
            variants.append(media.looped(clip, LOOP_SECONDS, folder))
        for variant in variants:
            ours, theirs = measure_pairs(options, variant, folder)
            pairs = [one.cpu / other.cpu for one, other in zip(ours, theirs)]
            peaks.append(max(usage.peak for usage in ours))
            ratios.append((os.path.basename(variant), statistics.median(pairs)))
            rows.append(
                (
                    os.path.basename(variant), f"{media.duration(variant):.1f}", spread([u.cpu for u in ours]),
                    spread([u.cpu for u in theirs]), spread(pairs, 3), f"{peaks[-1] / 1e6:.0f}",
                    f"{max(usage.peak for usage in theirs) / 1e6:.0f}",
                ))
    report.line(f"Median (and range) of {options.pairs} alternating pairs, `latency: normal`, three rungs, 120 hearts.\n")
    report.table(
        ["clip", "seconds", "tatecast CPU s", "ffmpeg CPU s", "ratio", "tatecast peak MB", "ffmpeg peak MB"], rows)
    for clip, ratio in ratios:
        report.check(f"CPU of ffmpeg's, {clip}", f"{ratio:.3f}", f"≤ {TARGET:.2f}", ratio <= TARGET)
    report.check(
        "peak memory with three rungs", f"{max(peaks) / 1e6:.0f} MB", "≤ 350 MB", max(peaks) <= 350_000_000)
