"""Requests at a steady rate over kept connections, each timed from when it was due."""

import collections
import heapq
import selectors
import socket
import time

from bench_render.processes import Failure


class Connection:
    """One that is kept, and has one request on its way at most."""

    def __init__(self, address):
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = bytearray()
        self.due = None

    def receive(self):
        """Returns the status and body of an answer once it is whole, and None before."""
        piece = self.socket.recv(262_144)
        if not piece:
            raise Failure("the server closed a connection")
        self.received += piece
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(self.received[:end]).decode("latin-1").lower()
        length = int(head.split("content-length:")[1].split("\r\n")[0])
        if len(self.received) < end + 4 + length:
            return None
        body = bytes(self.received[end + 4:end + 4 + length])
        del self.received[:end + 4 + length]
        return int(head.split(" ", 2)[1]), body


def request(method, path, host, token, content_type, body):
    """A request's bytes."""
    return (f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body


def run(address, make_request, rate, seconds, connections):
    """Sends `rate` requests a second. What finds no free connection waits, and its wait counts.

    Returns for each request: seconds from when it was due to its answer, and the status; and the answers' bodies of the
    first second and of all that weren't 200.
    """
    selector = selectors.EpollSelector()
    # In turn: the broadcast closes a connection that sends nothing for ten seconds.
    free = collections.deque()
    for _ in range(connections):
        connection = Connection(address)
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        free.append(connection)
    total = int(rate * seconds)
    begin = time.monotonic() + 0.2
    sent, times, statuses, kept = 0, [], [], []
    waiting = []
    while len(times) < total:
        now = time.monotonic()
        while sent < total and begin + sent / rate <= now:
            heapq.heappush(waiting, sent)
            sent += 1
        while waiting and free:
            number = heapq.heappop(waiting)
            connection = free.popleft()
            connection.due = begin + number / rate
            connection.socket.sendall(make_request(number))
        pause = begin + sent / rate - time.monotonic() if sent < total and not (waiting and not free) else 1
        for key, _ in selector.select(max(0, pause)):
            connection = key.data
            answer = connection.receive()
            if answer is None:
                continue
            times.append(time.monotonic() - connection.due)
            statuses.append(answer[0])
            if answer[0] != 200 or len(times) <= rate:
                kept.append(answer)
            free.append(connection)
        if time.monotonic() > begin + seconds + 30:
            raise Failure(f"{total - len(times)} of {total} requests weren't answered")
    for key in list(selector.get_map().values()):
        key.data.socket.close()
    return times, statuses, kept


def percentile(values, share):
    """The smallest value that at least so much of all doesn't exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
