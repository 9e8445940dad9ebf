"""One page about all sample shows: what was made, what it looks like, and whether it looks as it should."""

import html
import os
import re
from dataclasses import dataclass

from .shows import Show

STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { margin-top: 3rem; border-top: 1px solid #8886; padding-top: 1.5rem; }
table { border-collapse: collapse; margin: 1rem 0; } th, td { text-align: left; padding: .25rem 1rem .25rem 0; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
th { font-weight: 600; } tbody tr { border-top: 1px solid #8884; }
.show { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start; }
.show video { width: 240px; background: #000; border-radius: 6px; }
.show .sheet { flex: 1 1 28rem; min-width: 0; } img { max-width: 100%; height: auto; border-radius: 6px; }
.good { color: light-dark(#14683a, #7fd6a2); } .bad { color: light-dark(#a31621, #ff9b9b); font-weight: 600; }
.failures img { width: 180px; margin: 0 .5rem .5rem 0; }
code { font-size: .9em; }
"""


@dataclass
class Entry:
    show: Show
    summary: dict
    """What `tatecast render --json` said."""
    differences: list
    """What differs from the golden pictures, a sentence each."""
    exact: int
    """How many pictures have the golden ones' bytes."""


def write(path, entries, folder):
    """Writes the page; all its links are relative to the folder that it lies in."""
    rows = "".join(overview(entry, folder) for entry in entries)
    sections = "".join(section(entry, folder) for entry in entries)
    page = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tatecast's sample shows</title>
<style>{STYLE}</style>
<h1>Tatecast's sample shows</h1>
<p>Made by <code>make samples</code>. Each video is the top rung as one MP4 file, which every browser plays. The HLS
playlist beside it plays in Safari, and elsewhere in mpv, VLC or ffplay: served over HTTP, as by
<code>python3 -m http.server</code> in this folder, since browsers don't load playlists from files.</p>
<table>
<thead><tr><th>show<th>preset<th class="number">duration<th class="number">speed<th class="number">size<th>golden pictures</thead>
<tbody>{rows}</tbody>
</table>
{sections}</html>
"""
    with open(path, "w", encoding="utf-8") as file:
        file.write(page)


def overview(entry, folder):
    name = html.escape(entry.show.name)
    return (
        f'<tr><td><a href="#{name}">{name}</a><td>{html.escape(entry.show.preset)}'
        f'<td class="number">{entry.summary["duration"]:.1f} s<td class="number">{entry.summary["speed"]:.1f}×'
        f'<td class="number">{megabytes(folder_size(os.path.join(folder, entry.show.name)))}<td>{verdict(entry)}\n'
    )


def section(entry, folder):
    name, summary = html.escape(entry.show.name), entry.summary
    rungs = "".join(
        f'<tr><td>{html.escape(rendition["name"])}<td class="number">{rendition["averageBitRate"] // 1000}'
        f'<td class="number">{rendition["peakBitRate"] // 1000}<td class="number">{rendition["segments"]}'
        f'<td class="number">{megabytes(rendition["bytes"])}<td><code>{html.escape(rendition["codec"])}</code>\n'
        for rendition in summary["renditions"]
    )
    warnings = "".join(f"<p>Warning: {html.escape(warning)}</p>\n" for warning in summary["warnings"])
    movie = megabytes(os.path.getsize(os.path.join(folder, f"{entry.show.name}.mp4")))
    return f"""<h2 id="{name}">{name}</h2>
<p>{html.escape(entry.show.media)} with <code>{html.escape(entry.show.events)}</code> and the preset
<code>{html.escape(entry.show.preset)}</code>: {summary["frames"]} pictures, {summary["duration"]:.1f} s, rendered in
{summary["elapsed"]:.1f} s ({summary["speed"]:.1f}×). <a href="{name}/master.m3u8">HLS playlist</a>,
<a href="{name}.mp4">MP4</a> ({movie}).</p>
<div class="show">
<video controls playsinline preload="metadata" src="{name}.mp4" aria-label="{name}"></video>
<div class="sheet"><a href="{name}.png"><img src="{name}.png" alt="Eight pictures of {name}" loading="lazy"></a></div>
</div>
<table>
<thead><tr><th>rendition<th class="number">kbit/s<th class="number">at peak<th class="number">segments
<th class="number">size<th>codec</thead>
<tbody>{rungs}</tbody>
</table>
{warnings}<p>Golden pictures: {verdict(entry)}</p>
{failures(entry, folder)}"""


def verdict(entry):
    if entry.differences:
        count = len(entry.differences)
        return f'<span class="bad">{count} {"differs" if count == 1 else "differ"}</span>'
    count = len(entry.show.goldens)
    if entry.exact == count:
        return f'<span class="good">all {count} exact</span>' if count else "none"
    return f'<span class="good">all {count} alike</span>, {entry.exact} of them exact'


def failures(entry, folder):
    """What differs in words, and the pictures that were left."""
    if not entry.differences:
        return ""
    words = "".join(f"<li>{html.escape(line)}\n" for line in entry.differences)
    place = os.path.join(folder, "golden-failures", entry.show.name)
    files = os.listdir(place) if os.path.isdir(place) else []
    files.sort(key=lambda name: (int(re.match(r"\d+", name)[0]), len(name)))
    pictures = "".join(
        f'<a href="golden-failures/{html.escape(entry.show.name)}/{name}"><img src="golden-failures/'
        f'{html.escape(entry.show.name)}/{name}" alt="{name}" loading="lazy"></a>'
        for name in files
    )
    return f'<ul>{words}</ul>\n<p class="failures">{pictures}</p>\n'


def folder_size(path):
    return sum(os.path.getsize(os.path.join(place, file)) for place, _, files in os.walk(path) for file in files)


def megabytes(count):
    return f"{count / 1_000_000:.1f} MB"
