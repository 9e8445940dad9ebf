"""Reads ten seconds of a broadcast with ffprobe: probe.py URL"""

import json
import subprocess
import sys

result = subprocess.run(
    ["ffprobe", "-v", "repeat+warning", "-of", "json", "-read_intervals", "%+10", "-show_streams", "-show_entries",
     "packet=stream_index,pts_time,dts_time,flags", sys.argv[1]], capture_output=True, text=True, timeout=60)
assert result.returncode == 0, result.stderr
# FFmpeg reads a live playlist's EXT-X-MAP anew after each reload, and then says so; "repeat" keeps it from summing that up.
complaints = [line for line in result.stderr.splitlines() if "Found duplicated MOOV Atom. Skipped it" not in line]
assert not complaints, complaints
facts = json.loads(result.stdout)
streams = {stream["index"]: stream for stream in facts["streams"]}
video = [index for index, stream in streams.items() if stream["codec_type"] == "video"]
audio = [index for index, stream in streams.items() if stream["codec_type"] == "audio"]
assert len(video) == 1 and audio, streams
picture = streams[video[0]]
assert (picture["codec_name"], picture["width"], picture["height"]) == ("h264", 360, 640), picture
assert picture["r_frame_rate"] == "30/1", picture["r_frame_rate"]
assert all(streams[index]["codec_name"] == "aac" for index in audio), streams
begins = {}
for index in (video[0], audio[0]):
    packets = [packet for packet in facts["packets"] if packet["stream_index"] == index]
    dts = [float(packet["dts_time"]) for packet in packets]
    step = 1 / 30 if index == video[0] else 1024 / 48000
    assert len(dts) > 8 / step, f"{len(dts)} packets of stream {index}"
    gaps = [after - before for before, after in zip(dts, dts[1:])]
    assert all(abs(gap - step) < 0.002 for gap in gaps), f"stream {index}: gaps from {min(gaps)} to {max(gaps)} s"
    begins[index] = float(packets[0]["pts_time"])
    if index == video[0]:
        assert "K" in packets[0]["flags"], "doesn't begin with a key picture"
        pictures = len(packets)
# Both begin with the same segment.
difference = begins[video[0]] - begins[audio[0]]
assert abs(difference) < 0.05, f"pictures begin {difference} s after the sound"
print(f"{pictures} pictures without a gap, sound and pictures begin {abs(difference) * 1000:.0f} ms apart")
