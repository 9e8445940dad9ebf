"""Strangers by the million: strangers.py URL --count N. Each comes once, with a cookie and an address that nobody has seen, sends hearts, and every fourth asks for
the show as a player's session that nobody has seen either (CMCD). TATECAST_VIEWER_SECRET is the broadcast's, so that cookies are signed here.

Prints as JSON what came of it.
"""

import argparse
import base64
import collections
import hashlib
import hmac
import json
import os
import resource
import select
import socket
import time
import urllib.parse

# Requests that are on their way on each of so many connections.
CONNECTIONS, AT_ONCE = 16, 16
# No newcomer: a cookie that is so old, in seconds.
AGE = 60


class Strangers:
    def __init__(self, url, count):
        parts = urllib.parse.urlsplit(url)
        self.server, self.host, self.path = (parts.hostname, parts.port), parts.netloc, parts.path
        # As Service/Audience/VisitorPass signs them.
        self.key = hashlib.sha256(f"visitor\n{os.environ['TATECAST_VIEWER_SECRET']}".encode()).digest()
        self.count, self.sent = count, 0
        self.statuses = collections.Counter()

    def cookie(self):
        content = int(time.time() - AGE).to_bytes(4, "big") + os.urandom(8)
        signature = hmac.digest(self.key, content, "sha256")[:12]
        return "tatecast_visitor=" + base64.urlsafe_b64encode(content + signature).decode().rstrip("=")

    def request(self):
        self.sent += 1
        address = ".".join(map(str, (self.sent * 2_654_435_761 % 2**32).to_bytes(4, "big")))
        if self.sent % 4 == 0:
            return (f"GET {self.path}?CMCD=bl%3D1000%2Csid%3D%22{self.sent:x}%22 HTTP/1.1\r\nHost: {self.host}\r\n"
                    f"X-Forwarded-For: {address}\r\n\r\n").encode()
        body = b'{"hearts":1}'
        return (f"POST /page/events HTTP/1.1\r\nHost: {self.host}\r\nOrigin: http://{self.host}\r\nX-Forwarded-For: {address}\r\n"
                f"Cookie: {self.cookie()}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body

    def run(self):
        queue, connections = select.epoll(), {}
        for _ in range(CONNECTIONS):
            connection = socket.create_connection(self.server)
            queue.register(connection.fileno(), select.EPOLLIN)
            connections[connection.fileno()] = [connection, b"", 0]
        for state in connections.values():
            self.refill(state)
        while connections:
            for descriptor, _ in queue.poll():
                state = connections[descriptor]
                piece = state[0].recv(262_144)
                if not piece:
                    raise SystemExit("the server closed a connection")
                state[1] += piece
                self.read(state)
                if state[2] == 0:
                    self.refill(state)
                if state[2] == 0:
                    connections.pop(descriptor)[0].close()

    def refill(self, state):
        number = min(AT_ONCE, self.count - self.sent)
        if number > 0:
            state[0].sendall(b"".join(self.request() for _ in range(number)))
            state[2] = number

    def read(self, state):
        while (end := state[1].find(b"\r\n\r\n")) >= 0:
            head = state[1][:end].lower()
            length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
            if len(state[1]) < end + 4 + length:
                return
            state[1] = state[1][end + 4 + length:]
            self.statuses[int(head[9:12])] += 1
            state[2] -= 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--count", type=int, default=1_000_000)
    options = parser.parse_args()
    strangers, begin = Strangers(options.url, options.count), time.monotonic()
    strangers.run()
    usage, seconds = resource.getrusage(resource.RUSAGE_SELF), time.monotonic() - begin
    print(json.dumps({"statuses": strangers.statuses, "seconds": seconds, "cores": (usage.ru_utime + usage.ru_stime) / seconds}))


if __name__ == "__main__":
    main()
