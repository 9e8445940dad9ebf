"""Looks at a broadcast through caches: look-through.py TATECAST URL CACHE...

A player's reloads must conform, a plain playlist may be no older than a target duration, and what isn't there yet must be
there when it is.
"""

import concurrent.futures
import datetime
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request

import caches

SECONDS = 12
VIEWERS = 8

tatecast, address, *names = sys.argv[1:]
url = caches.chain(names, address)
base, origin_base = url[:-len("master.m3u8")], address[:-len("master.m3u8")]


def get(url, **fields):
    """Status, header fields, text."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in fields.items()})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def end(text):
    """Until when a playlist lists pictures, in seconds of the wall clock; and the number and part of what comes next."""
    at, sequence, part = None, int(re.search(r"#EXT-X-MEDIA-SEQUENCE:(\d+)", text)[1]), 0
    duration = 0.0
    for line in text.splitlines():
        if line.startswith("#EXT-X-PROGRAM-DATE-TIME:"):
            at = datetime.datetime.fromisoformat(line.split(":", 1)[1].replace("Z", "+00:00")).timestamp()
            duration, part = 0.0, 0
        elif line.startswith("#EXT-X-PART:"):
            duration += float(re.search(r"DURATION=([0-9.]+)", line)[1])
            part += 1
        elif line.startswith("#EXTINF:"):
            whole = float(line[8:].split(",")[0])
        elif line and not line.startswith("#"):
            sequence, duration, part = sequence + 1, whole, 0
    return at + duration, sequence, part


status, fields, body = get(url)
assert status == 200, f"{url}: status {status}"
rendition = next(line for line in body.decode().splitlines() if line.startswith("v") and line.endswith(".m3u8"))
print(f"{' before '.join(names)}: {url}, {rendition}")

# How old plain playlists are.
ages = []
for _ in range(SECONDS * 2):
    now = end(get(origin_base + rendition + "?_HLS_msn=0")[2].decode())[0]
    through = end(get(base + rendition)[2].decode())[0]
    ages.append(now - through)
    time.sleep(0.5)
print(f"plain playlists are {min(ages):.2f} to {max(ages):.2f} s behind the origin's")
# A target duration, and a second more for each cache: their clocks tick once a second.
assert max(ages) <= 2.0 + (len(names) - 1), f"a playlist {max(ages):.2f} s old"

# A part that isn't there yet, and is then.
text = get(base + rendition + "?_HLS_msn=0")[2].decode()
folder = rendition.rsplit("/", 1)[0]
run = re.search(r'URI="([a-z0-9]+)-init.mp4"', text)[1]
sequence = end(text)[1] + 1
name = f"{folder}/{run}-{sequence}.1.m4s"
assert get(base + name)[0] == 404, "a part of the next segment is there"
before = time.monotonic()
while get(base + name)[0] != 200:
    assert time.monotonic() - before < 8, f"{name} isn't there after 8 s"
    time.sleep(0.1)
while get(origin_base + f"{folder}/{run}-{sequence}.1.m4s")[0] != 200:
    raise AssertionError("the cache has what the origin hasn't")
print(f"a part asked for too early was there after {time.monotonic() - before:.1f} s")

# Viewers who wait for the same part get it at the same time, and no later than at the origin.
late = []
with concurrent.futures.ThreadPoolExecutor(VIEWERS + 1) as pool:
    for _ in range(4):
        _, sequence, part = end(get(origin_base + rendition + "?_HLS_msn=0")[2].decode())
        query = f"?_HLS_msn={sequence}&_HLS_part={part + 1}"

        def timed(address):
            status, _, body = get(address)
            assert status == 200, f"{address}: status {status}"
            return time.monotonic()

        direct = pool.submit(timed, origin_base + rendition + query)
        others = [pool.submit(timed, base + rendition + query) for _ in range(VIEWERS)]
        late += [other.result() - direct.result() for other in others]
print(f"{VIEWERS} viewers who wait for a part get it {max(late) * 1000:.0f} ms after the origin's at most")
assert max(late) < 0.3, f"{max(late):.2f} s after the origin"

# Ranges, preflights, and what players read of answers.
status, fields, body = get(base + f"{folder}/{run}-init.mp4", Range="bytes=4-7", Origin="https://shop.example")
assert (status, body) == (206, b"ftyp"), f"{status} {body[:20]}"
assert fields["access-control-allow-origin"] == "*" and "age" in fields["access-control-expose-headers"], fields
request = urllib.request.Request(base + rendition, method="OPTIONS", headers={
    "Origin": "https://shop.example", "Access-Control-Request-Method": "GET",
    "Access-Control-Request-Headers": "cmcd-session,x-shop"})
with urllib.request.urlopen(request, timeout=10) as answer:
    assert answer.status == 204 and "x-shop" in answer.headers["access-control-allow-headers"], answer.headers

# As a player of all renditions, by all rules.
verdict = subprocess.run(
    [tatecast, "verify", url, "--duration", "25", "--tolerance", "1000"], capture_output=True, text=True, timeout=120)
print(verdict.stdout[-3000:] + verdict.stderr[-2000:])
assert verdict.returncode == 0, f"verify ended with {verdict.returncode}"
print(f"plain playlists at most {max(ages):.2f} s old, a part for {VIEWERS} at most {max(late) * 1000:.0f} ms late, "
      + verdict.stdout.strip().splitlines()[-1])
