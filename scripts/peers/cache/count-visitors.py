"""Visitors of the page behind nginx: count-visitors.py TATECAST. Whoever asks is known by the address that nginx saw, whatever they say themselves.

An address has 200 votes in a poll, an IPv6 one together with all of its first 64 bits. Connections come from several of this machine's own addresses
(127.0.0.0/8); one of them plays a proxy of ours before nginx.
"""

import http.client
import json
import os
import subprocess
import sys
import time
import urllib.parse

import caches

VOTES = 200
STRANGER, OUTER_PROXY = "127.0.0.5", "127.0.0.2"
PRESET = """name: visitors
canvas: {width: 180, height: 320, frameRate: 25}
ladder: [{width: 180, height: 320, bitRate: 200k}]
layers: [{poll: {}}]
"""


class Visitors:
    """Some who come through nginx by one connection, from one of this machine's addresses."""

    def __init__(self, url, source):
        self.url = urllib.parse.urlsplit(url)
        self.connection = http.client.HTTPConnection(self.url.netloc, timeout=30, source_address=(source, 0))

    def ask(self, method, path, fields, body=None):
        self.connection.request(method, self.url.path + path, body, fields)
        answer = self.connection.getresponse()
        return answer, answer.read()

    def come(self, count):
        """So many cookies."""
        return [self.ask("GET", "page/state", {})[0].headers["set-cookie"].split(";")[0] for _ in range(count)]

    def vote(self, cookie, forwarded):
        """What becomes of a vote, whose sender says where it comes from."""
        answer, body = self.ask("POST", "page/events", {
            "Cookie": cookie, "Origin": f"http://{self.url.netloc}", "Content-Type": "application/json", "X-Forwarded-For": forwarded},
            json.dumps({"vote": {"poll": "colours", "option": 1}}))
        assert answer.status == 200, (answer.status, body)
        return json.loads(body)["vote"]


def open_poll(control):
    """Once the programme has begun."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(control).netloc, timeout=30)
    event = {"type": "poll", "id": "colours", "question": "Which colour?", "options": ["White", "Black"], "duration": 300}
    for _ in range(100):
        connection.request("POST", "/v1/events", json.dumps(event), {"Content-Type": "application/json"})
        told = json.loads(connection.getresponse().read())
        if told.get("events", [{}])[0].get("status") in ("committed", "repeated"):
            return
        time.sleep(0.2)
    raise AssertionError(f"the poll isn't open: {told}")


tatecast = sys.argv[1]
preset = os.path.join(caches.make_folder(), "visitors.yaml")
with open(preset, "w", encoding="utf-8") as file:
    file.write(PRESET)
broadcast = subprocess.Popen(
    [tatecast, "live", "--input", "samples/cup.mp4", "--loop", "--preset", preset, "--no-disk", "--serve", "127.0.0.1:0", "--control",
     "127.0.0.1:0", "--audience", "open", "--trusted-proxy", "127.0.0.1", "--trusted-proxy", OUTER_PROXY, "--json", "--quiet"],
    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
try:
    ready = json.loads(broadcast.stdout.readline())
    url = caches.nginx(urllib.parse.urlsplit(ready["play"]).netloc)
    open_poll(ready["control"])
    stranger, proxied = Visitors(url, STRANGER), Visitors(url, OUTER_PROXY)
    cookies = stranger.come(2 * VOTES + 3)
    # New visitors wait for two seconds.
    time.sleep(2.5)

    # Each says that it comes from somewhere else; nginx saw one address.
    told = [stranger.vote(cookies.pop(), f"198.51.100.{number % 250}, 203.0.113.7") for number in range(VOTES + 1)]
    assert told == ["counted"] * VOTES + ["tooMany"], f"an address has {told.count('counted')} votes"

    # A household of IPv6, by the word of a proxy of ours; what stands before that was written by who asks.
    told = [proxied.vote(cookies.pop(), f"198.51.100.{number % 250}, 2001:db8:1:2::{number:x}") for number in range(VOTES + 1)]
    assert told == ["counted"] * VOTES + ["tooMany"], f"64 bits of an address have {told.count('counted')} votes"
    assert proxied.vote(cookies.pop(), "2001:db8:1:3::1") == "counted", "another household is taken for the same"
finally:
    broadcast.terminate()
    broadcast.wait()
print(f"{VOTES} votes for an address that nginx saw, whatever it says itself, and for 64 bits of IPv6")
