"""Reads a show's playlists with PyPI's m3u8 parser and compares them with the files; Pillow decodes the pictures: read-playlists.py FOLDER"""

import pathlib
import sys

import m3u8
from PIL import Image

show = pathlib.Path(sys.argv[1])
main = m3u8.load(str(show / "master.m3u8"))
assert main.is_variant and main.is_independent_segments

addresses = {playlist.uri for playlist in main.playlists}
addresses |= {media.uri for media in main.media if media.uri}
addresses |= {playlist.uri for playlist in main.iframe_playlists}
durations, segments = set(), 0
for address in sorted(addresses):
    playlist = m3u8.load(str(show / address))
    folder = (show / address).parent
    assert playlist.playlist_type == "vod" and playlist.is_endlist, address
    assert all(round(segment.duration) <= playlist.target_duration for segment in playlist.segments), address
    for part in [*playlist.segments, *playlist.segment_map]:
        size = (folder / part.uri).stat().st_size
        assert size > 0, part.uri
        if getattr(part, "byterange", None):
            length, _, start = part.byterange.partition("@")
            assert int(start) + int(length) <= size, (part.uri, part.byterange)
    segments += len(playlist.segments)
    durations.add(round(sum(segment.duration for segment in playlist.segments), 3))

# The storyboard, as players of television sets find it.
(images,) = main.image_playlists
info = images.image_stream_info
assert info.codecs == "jpeg", info
folder = (show / images.uri).parent
storyboard = m3u8.load(str(show / images.uri))
assert storyboard.is_images_only and storyboard.is_endlist
for sheet, tiles in zip(storyboard.segments, storyboard.data["tiles"], strict=True):
    tile, layout = ([int(side) for side in tiles[name].split("x")] for name in ("resolution", "layout"))
    assert tuple(tile) == info.resolution and tiles["duration"] == 2, tiles
    with Image.open(folder / sheet.uri) as picture:
        picture.load()
        assert picture.format == "JPEG" and picture.size == (tile[0] * layout[0], tile[1] * layout[1]), picture
durations.add(round(sum(sheet.duration for sheet in storyboard.segments), 3))
with Image.open(show / "poster.jpg") as poster:
    poster.load()
    largest = max(playlist.stream_info.resolution or (0, 0) for playlist in main.playlists)
    assert poster.format == "JPEG" and poster.size == largest, poster

# A rendition's last segment may be longer or shorter by what its codec's frames don't divide.
assert max(durations) - min(durations) < 0.1, durations
print(f"{len(addresses)} playlists, {segments} segments, {len(storyboard.segments)} sheets, {max(durations)} s")
