"""Reads a show's subtitle track with PyPI's webvtt-py and m3u8, and compares it with what was written: read-tracks.py FOLDER"""

import pathlib
import sys

import m3u8
import webvtt



def seconds(time):
    """Of `00:00:01.500`: webvtt-py's own numbers are whole seconds."""
    hours, minutes, rest = time.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


show = pathlib.Path(sys.argv[1])
main = m3u8.load(str(show / "master.m3u8"))
tracks = [media for media in main.media if media.type == "SUBTITLES"]
assert [(track.language, track.name, track.forced, track.autoselect) for track in tracks] == [("en", "English", "NO", "YES")], tracks
assert all(variant.stream_info.subtitles == tracks[0].group_id for variant in main.playlists), main.playlists

playlist = m3u8.load(str(show / tracks[0].uri))
pictures = m3u8.load(str(show / main.playlists[0].uri))
assert playlist.target_duration == pictures.target_duration and len(playlist.segments) == len(pictures.segments)
said, start, cues = {}, 0.0, 0
for segment in playlist.segments:
    end = start + segment.duration
    for cue in webvtt.read(str((show / tracks[0].uri).parent / segment.uri)):
        begins, ends = seconds(cue.start), seconds(cue.end)
        assert begins < end + 0.01 and ends > start - 0.01, (segment.uri, cue.start, cue.end)
        assert said.setdefault(cue.identifier, cue.text) == cue.text, cue.identifier
        cues += 1
    start = end
# A caption every 1.5 s; the one that begins at the very end belongs to the next segment.
assert len(said) == int((start - 0.001) // 1.5) + 1, (said, start)
print(f"{len(playlist.segments)} segments, {len(said)} captions in {cues} cues")
