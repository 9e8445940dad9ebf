"""A viewer that only measures: follows a low-latency playlist with blocking reloads."""

import datetime
import http.client
import re
import ssl
import threading
import time
import urllib.parse


class Connection:
    """A kept-alive connection to the origin."""

    def __init__(self, url):
        self.base = url
        parts = urllib.parse.urlsplit(url)
        if parts.scheme == "https":
            # A certificate that a benchmark has just made is signed by nobody.
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            self.http = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=20, context=context)
        else:
            self.http = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)

    def get(self, reference, base=None):
        """Status and body of what `base` calls `reference`."""
        url = urllib.parse.urljoin(base or self.base, reference)
        parts = urllib.parse.urlsplit(url)
        self.http.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
        answer = self.http.getresponse()
        return answer.status, answer.read()


def renditions(connection):
    """The addresses of the first variant with pictures and of its sound; `None` until there is a main playlist."""
    status, body = connection.get("")
    if status != 200:
        return None
    lines = body.decode().splitlines()
    for line, following in zip(lines, lines[1:]):
        if line.startswith("#EXT-X-STREAM-INF:") and "RESOLUTION=" in line:
            group = re.search(r'AUDIO="([^"]*)"', line)
            sounds = [re.search(r'URI="([^"]*)"', other)[1] for other in lines
                      if group and other.startswith("#EXT-X-MEDIA:") and f'GROUP-ID="{group[1]}"' in other]
            return [urllib.parse.urljoin(connection.base, name) for name in (following, *sounds[:1])]
    return None


def part_latency(connection):
    """What the broadcast says itself: from a part's last picture on the canvas to the part before viewers, in seconds.

    By the share of parts that took at most so long, e.g. "0.95"; empty if it has no metrics.
    """
    status, body = connection.get("/metrics")
    found = re.findall(r'part_latency_seconds{quantile="([0-9.]+)"} ([0-9.e-]+)', body.decode()) if status == 200 else []
    return {share: float(value) for share, value in found}


class Part:
    """A part of a playlist: its address, place and end."""

    def __init__(self, uri, sequence, index, end):
        self.uri, self.sequence, self.index = uri, sequence, index
        self.end = end
        """When its media ends, in seconds since 1970 by PROGRAM-DATE-TIME."""


def read(text):
    """The parts of a playlist, what to ask for next, its initialisation, how many segments it lists, and its hold-back."""
    sequence, index, time_now = 0, 0, None
    parts, initialisation, segments = [], None, 0
    for line in text.splitlines():
        if line.startswith("#EXT-X-MEDIA-SEQUENCE:"):
            sequence = int(line.split(":")[1])
        elif line.startswith("#EXT-X-MAP:"):
            initialisation = re.search(r'URI="([^"]*)"', line)[1]
        elif line.startswith("#EXT-X-PROGRAM-DATE-TIME:"):
            date = line.split(":", 1)[1].replace("Z", "+00:00")
            time_now = datetime.datetime.fromisoformat(date).timestamp()
            listed = time_now
        elif line.startswith("#EXT-X-PART:"):
            duration = float(re.search(r"DURATION=([0-9.]+)", line)[1])
            if index == 0 and time_now is not None:
                listed = time_now
            listed = listed + duration if time_now is not None else None
            parts.append(Part(re.search(r'URI="([^"]*)"', line)[1], sequence, index, listed))
            index += 1
        elif line.startswith("#EXTINF:"):
            if time_now is not None:
                time_now += float(line.split(":")[1].split(",")[0])
        elif line and not line.startswith("#"):
            sequence, index, segments = sequence + 1, 0, segments + 1
    hold_back = re.search(r"PART-HOLD-BACK=([0-9.]+)", text)
    return parts, (sequence, index), initialisation, segments, float(hold_back[1]) if hold_back else None


class Follower(threading.Thread):
    """Fetches each part of a rendition as soon as it can, and notes how long after the tick of its last picture that is.

    A picture is composited at its tick or after it, and PROGRAM-DATE-TIME is the ticks' wall-clock time, to the millisecond.
    So this is never less than the time from compositing to the part.
    """

    def __init__(self, url, frame=1 / 30):
        super().__init__(daemon=True)
        self.url, self.frame = url, frame
        self.delays, self.gaps, self.error = [], [], None
        self.media = []
        """The initialisation, and each part with the time at which it was there, on time.monotonic()'s clock."""
        self.is_on = True

    def run(self):
        try:
            self._follow()
        except Exception as error:  # noqa: BLE001: told to whoever asks.
            self.error = error

    def _follow(self):
        connection, last, before = Connection(self.url), None, None
        _, body = connection.get("")
        self.initialisation = connection.get(read(body.decode())[2], self.url)[1]
        while self.is_on:
            parts, (sequence, index), _, _, _ = read(body.decode())
            new = [part for part in parts if last is None or (part.sequence, part.index) > last]
            for part in new if last else []:
                status, media = connection.get(part.uri, self.url)
                now, there = time.time(), time.monotonic()
                if status != 200 or not media:
                    raise RuntimeError(f"{part.uri}: status {status}")
                self.delays.append(now - (part.end - self.frame))
                self.media.append((media, there, part.index))
                if before is not None:
                    self.gaps.append(now - before)
                before = now
            if new:
                last = (new[-1].sequence, new[-1].index)
            status, body = connection.get(f"{self.url}?_HLS_msn={sequence}&_HLS_part={index}")
            if status != 200:
                raise RuntimeError(f"a reload's status {status}")
