"""Reads a broadcast's playlists with PyPI's m3u8 parser: read-playlists.py URL"""

import sys
import urllib.parse
import urllib.request

import m3u8

source = sys.argv[1]
main = m3u8.load(source)
assert main.is_variant and main.is_independent_segments
videos = [playlist for playlist in main.playlists if playlist.stream_info.resolution]
assert videos and videos[0].stream_info.resolution == (360, 640), main.dumps()
assert all(playlist.stream_info.codecs and playlist.stream_info.bandwidth for playlist in main.playlists)
addresses = [playlist.absolute_uri for playlist in main.playlists]
addresses += [media.absolute_uri for media in main.media if media.uri]
addresses = sorted(set(addresses))

constants, parts, reports = set(), 0, 0
for address in addresses:
    text = urllib.request.urlopen(address, timeout=10).read().decode()
    playlist = m3u8.loads(text, uri=address)
    control = playlist.server_control
    assert control.can_block_reload == "YES", address
    # The text has three decimals at least; a parser's binary fractions aren't 3 × 0.55 to the last bit.
    assert control.part_hold_back > 3 * playlist.part_inf.part_target - 0.0005, address
    assert control.can_skip_until >= 6 * playlist.target_duration, address
    constants.add((playlist.target_duration, playlist.part_inf.part_target, control.part_hold_back, control.can_skip_until))
    assert playlist.playlist_type is None and not playlist.is_endlist, address
    assert playlist.preload_hint.hint_type == "PART" and playlist.preload_hint.uri, address
    others = {urllib.parse.urljoin(address, report.uri) for report in playlist.rendition_reports}
    assert others == set(addresses) - {address}, (address, others)
    reports += len(others)
    assert all(round(segment.duration) <= playlist.target_duration for segment in playlist.segments if segment.duration), address
    listed = [part for segment in playlist.segments for part in segment.parts]
    assert listed and all(part.duration <= playlist.part_inf.part_target for part in listed), address
    parts += len(listed)
    # What a parser makes of it says the same.
    again = m3u8.loads(playlist.dumps(), uri=address)
    assert again.dumps() == playlist.dumps(), address
    # A reload that waits brings the part that it waited for.
    finished = [segment for segment in playlist.segments if segment.duration]
    sequence = playlist.media_sequence + len(finished)
    index = len(playlist.segments[-1].parts) if playlist.segments[-1] not in finished else 0
    query = f"?_HLS_msn={sequence}&_HLS_part={index}"
    answer = m3u8.loads(urllib.request.urlopen(address + query, timeout=10).read().decode(), uri=address + query)
    known = {part.uri for part in listed}
    fresh = [part.uri for segment in answer.segments for part in segment.parts if part.uri not in known]
    assert fresh, f"{query}: no new part"
    assert playlist.preload_hint.uri in fresh, f"the hint {playlist.preload_hint.uri} isn't among {fresh}"
assert len(constants) == 1, constants
print(f"{len(addresses)} playlists, {parts} parts, {reports} reports; target duration, part target, hold-back, skip: {constants.pop()}")
