"""A crowd at the viewer's page, on one thread: crowd.py URL --visitors N --cheats N --seconds N --poll ID

Each visitor has a kept connection and a cookie, and sends five hearts a second in one request, as the page's script sums taps up. An
answer's time counts from when its request was due, so nothing is hidden by a client that is late. A hundred visitors share an
address out of 127.0.0.0/8, which is all this machine's own: as behind a carrier.

Those who cheat, a quarter of each kind:
- greedy: ten requests a second of a hundred hearts each, by one cookie
- ballots: ten votes a second, by one cookie
- newcomers: twenty cookies at a time, each used once as soon as it may be; all of them have one address
- forgers: cookies that are made up or changed

Prints as JSON what came of it.
"""

import argparse
import collections
import gc
import heapq
import json
import random
import resource
import select
import socket
import string
import time
import urllib.parse

HEARTS, MOST_HEARTS = 5, 100
VISITORS_OF_AN_ADDRESS = 100
COOKIES_OF_A_NEWCOMER = 20
# What the server asks of newcomers, and a little more; in seconds.
NEWCOMERS_WAIT = 2.1
LETTERS = string.ascii_letters + string.digits + "-_"


class Tally:
    """What came of the requests of one kind."""

    def __init__(self):
        self.statuses = collections.Counter()
        self.times, self.late = [], []
        # By member.
        self.hearts, self.votes = collections.Counter(), collections.Counter()

    def note(self, member, status, body):
        self.statuses[status] += 1
        if status == 200:
            answer = json.loads(body)
            self.hearts[member] += answer.get("hearts", 0)
            self.votes[member] += answer.get("vote") == "counted"

    def summary(self):
        ordered, late = sorted(self.times), sorted(self.late)

        def at(values, share):
            return round(1000 * values[min(len(values) - 1, int(len(values) * share))], 2) if values else None
        return {"requests": sum(self.statuses.values()), "statuses": self.statuses,
                "hearts": sum(self.hearts.values()), "mostHearts": max(self.hearts.values(), default=0),
                "votes": sum(self.votes.values()), "mostVotes": max(self.votes.values(), default=0),
                "milliseconds": {"p50": at(ordered, 0.5), "p95": at(ordered, 0.95), "p99": at(ordered, 0.99),
                                 "max": at(ordered, 1)},
                "sentLateP99": at(late, 0.99)}


class Member:
    """Somebody with a kept connection, who does what a script says: a generator that yields (when, request) and gets (status, cookie, body)."""

    def __init__(self, crowd, address, kind, script):
        self.crowd, self.address, self.kind = crowd, address, kind
        self.script = script(crowd, self)
        self.received, self.due, self.request = b"", 0, b""
        self.is_timed, self.socket = False, None
        self.go_on(None)

    def connect(self):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.bind((self.address, 0))
        self.socket.connect(self.crowd.server)
        self.crowd.members[self.socket.fileno()] = self
        self.crowd.queue.register(self.socket.fileno(), select.EPOLLIN)

    def go_on(self, answer):
        try:
            self.due, self.request = self.script.send(answer)
        except StopIteration:
            self.crowd.finish(self)
            return
        heapq.heappush(self.crowd.waiting, (self.due, id(self), self))

    def ask(self, now):
        # Not before: the server closes a connection that asks for nothing.
        if self.socket is None:
            self.connect()
        if self.is_timed:
            self.crowd.tallies[self.kind].late.append(now - self.due)
        self.socket.sendall(self.request)

    def receive(self):
        piece = self.socket.recv(65_536)
        if not piece:
            raise SystemExit(f"the server closed a connection of {self.kind}, which waited for an answer")
        self.received += piece
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self.received[:end].decode("latin-1")
        length = int(head.lower().split("content-length:", 1)[1].split("\r\n", 1)[0])
        if len(self.received) < end + 4 + length:
            return
        body, self.received = self.received[end + 4:end + 4 + length], b""
        if self.is_timed:
            self.crowd.tallies[self.kind].times.append(time.monotonic() - self.due)
        mark = head.find("tatecast_visitor=")
        self.go_on((int(head[9:12]), head[mark:head.index(";", mark)] if mark >= 0 else None, body))


class Crowd:
    def __init__(self, url, visitors, cheats, join, seconds, poll):
        parts = urllib.parse.urlsplit(url)
        self.host, self.server, self.poll = parts.netloc, (parts.hostname, parts.port), poll
        self.state = f"GET /page/state HTTP/1.1\r\nHost: {self.host}\r\n\r\n".encode()
        self.queue, self.members, self.waiting = select.epoll(), {}, []
        self.tallies = collections.defaultdict(Tally)
        self.joining = time.monotonic() + 0.5
        self.begin = self.joining + join + NEWCOMERS_WAIT + 0.5
        self.end = self.begin + seconds
        self.join = join
        every = [(f"127.0.{1 + number // VISITORS_OF_AN_ADDRESS}.1", "visitors", visit) for number in range(visitors)]
        kinds = [("greedy", grab), ("ballots", stuff), ("newcomers", come_anew), ("forgers", forge)]
        for number in range(cheats):
            kind, script = kinds[number % len(kinds)]
            # Each has an address, so that the limit of a visitor is what bounds it; newcomers share one.
            every.append(("127.2.0.1" if kind == "newcomers" else f"127.1.{1 + number // 250}.{1 + number % 250}", kind, script))
        for address, kind, script in every:
            Member(self, address, kind, script)

    def post(self, cookie, message):
        body = json.dumps(message).encode()
        return (f"POST /page/events HTTP/1.1\r\nHost: {self.host}\r\nOrigin: http://{self.host}\r\nCookie: {cookie}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body

    def finish(self, member):
        if member.socket is not None:
            del self.members[member.socket.fileno()]
            member.socket.close()

    def run(self):
        while self.waiting or self.members:
            now = time.monotonic()
            while self.waiting and self.waiting[0][0] <= now:
                heapq.heappop(self.waiting)[2].ask(now)
            pause = max(0, self.waiting[0][0] - time.monotonic()) if self.waiting else 1
            for descriptor, _ in self.queue.poll(pause):
                self.members[descriptor].receive()
            if now > self.end + 30:
                raise SystemExit(f"{len(self.members)} have no answer after 30 s")


# --- What they do.

def visit(crowd, member):
    _, cookie, _ = yield crowd.joining + random.random() * crowd.join, crowd.state
    request, due = crowd.post(cookie, {"hearts": HEARTS}), crowd.begin + random.random()
    member.is_timed = True
    while due < crowd.end:
        status, _, body = yield due, request
        crowd.tallies["visitors"].note(member, status, body)
        due += 1


def hurry(crowd, member, message, per_second):
    """One cookie, and more requests than it may."""
    _, cookie, _ = yield crowd.joining + random.random() * crowd.join, crowd.state
    request, due = crowd.post(cookie, message), crowd.begin + random.random() / per_second
    while due < crowd.end:
        status, _, body = yield due, request
        crowd.tallies[member.kind].note(member, status, body)
        due += 1 / per_second


def grab(crowd, member):
    yield from hurry(crowd, member, {"hearts": MOST_HEARTS}, 10)


def stuff(crowd, member):
    yield from hurry(crowd, member, {"vote": {"poll": crowd.poll, "option": 1}}, 10)


def come_anew(crowd, member):
    due = crowd.begin + random.random()
    while due < crowd.end:
        cookies = []
        for _ in range(COOKIES_OF_A_NEWCOMER):
            cookies.append((yield due, crowd.state)[1])
        # At once, in vain; and when it may.
        yield time.monotonic(), crowd.post(cookies[0], {"hearts": MOST_HEARTS})
        due = time.monotonic() + NEWCOMERS_WAIT
        for cookie in cookies:
            status, _, body = yield due, crowd.post(cookie, {"hearts": MOST_HEARTS, "vote": {"poll": crowd.poll, "option": 2}})
            crowd.tallies[member.kind].note(member, status, body)
        due = time.monotonic()


def forge(crowd, member):
    _, cookie, _ = yield crowd.joining + random.random() * crowd.join, crowd.state
    name, value = cookie.split("=", 1)
    due = crowd.begin + random.random() / 10
    while due < crowd.end:
        place = random.randrange(len(value))
        changed = value[:place] + random.choice(LETTERS.replace(value[place], "")) + value[place + 1:]
        made_up = "".join(random.choice(LETTERS) for _ in value)
        text = random.choice([changed, made_up, value[:-1], value + "A", ""])
        status, _, body = yield due, crowd.post(f"{name}={text}", {"hearts": MOST_HEARTS})
        crowd.tallies[member.kind].note(member, status, body)
        due += 0.1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--visitors", type=int, default=2000)
    parser.add_argument("--cheats", type=int, default=0)
    parser.add_argument("--join", type=float, default=8, help="seconds that it takes them to come")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--poll", default="", help="the poll that is open")
    options = parser.parse_args()
    crowd = Crowd(options.url, options.visitors, options.cheats, options.join, options.seconds, options.poll)
    # Python's own pauses aren't the server's.
    gc.disable()
    crowd.run()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({
        "kinds": {kind: tally.summary() for kind, tally in crowd.tallies.items()}, "seconds": options.seconds,
        "members": options.visitors + options.cheats,
        "cores": (usage.ru_utime + usage.ru_stime) / (options.seconds + options.join + NEWCOMERS_WAIT + 0.5)}))


if __name__ == "__main__":
    main()
