"""The right publisher gets in, whoever else is at the door.

Own words: keys (a thousand wrong ones, 32 at a time), or loris (64 who never finish the handshake, and as many who say nothing).
"""

import os
import queue
import threading
import time

from rig.broadcast import Broadcast, arguments
from rig.media import source
from rig.stranger import Stranger

tatecast, media, out, (kind,) = arguments()
clip = source(media)
COUNT = 1_000


def guess(port, numbers, denied):
    """Tries wrong keys until there is none left to try."""
    while True:
        try:
            number = numbers.get_nowait()
        except queue.Empty:
            return
        try:
            stranger = Stranger(port, f"127.0.0.{2 + number % 4}", seconds=20)
            stranger.shake_hands()
            stranger.ask_to_publish(f"guess-{number:04d}")
            # The server takes four seconds to answer whoever guesses on. Most don't wait.
            stranger.socket.settimeout(8 if number % 25 == 0 else 0.3)
            if stranger.read_until(b"NetStream.Publish.Denied"):
                denied.append(number)
            stranger.close()
        except OSError:
            pass  # Turned away before it could ask.


def dribble(strangers, stop):
    """A byte of the handshake every half second, of each."""
    while not stop.wait(0.5):
        for stranger in strangers:
            try:
                stranger.socket.sendall(b"\0")
            except OSError:
                pass


with Broadcast(tatecast, out) as broadcast:
    port = int(broadcast.ready["publish"].split(":")[2].split("/")[0])
    stop, denied, strangers, threads = threading.Event(), [], [], []
    if kind == "keys":
        numbers = queue.Queue()
        for number in range(COUNT):
            numbers.put(number)
        threads = [threading.Thread(target=guess, args=(port, numbers, denied), daemon=True) for _ in range(32)]
    else:
        for number in range(128):
            try:
                stranger = Stranger(port)
                if number % 2:
                    stranger.socket.sendall(b"\x03")
                strangers.append(stranger)
            except OSError:
                pass
        threads = [threading.Thread(target=dribble, args=(strangers[1::2], stop), daemon=True)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    begin = time.monotonic()
    with broadcast.publish(clip) as publisher:
        broadcast.wait_for("A publisher is on air", 8)
        waited = time.monotonic() - begin
        assert publisher.wait(30) == 0, publisher.said
    broadcast.wait_for("off air", 5)
    if kind == "keys":
        for thread in threads:
            thread.join(25)
        assert not any(thread.is_alive() for thread in threads), f"{numbers.qsize()} of {COUNT} keys weren't tried in time"
    stop.set()
    for stranger in strangers:
        stranger.close()
lines = broadcast.log.splitlines()
assert len(lines) < 250, f"{len(lines)} lines of log"
assert "guess-" not in broadcast.log, "a key is in the log"
if kind == "keys":
    assert len(denied) >= COUNT // 50, f"only {len(denied)} were told that their key is wrong"
    assert any("wrong stream key" in line for line in lines)
found = broadcast.show.check(6.5, least=3)
crowd = f"{len(denied)} of {COUNT} guesses denied in words" if kind == "keys" else f"{len(strangers)} idlers"
print(f"{found}; on air {waited:.1f} s after it began, with {crowd}, {len(lines)} lines of log")
