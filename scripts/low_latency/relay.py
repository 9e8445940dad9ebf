"""Stands between a publisher and the broadcast, and notes when the first key picture passes."""

import re
import selectors
import socket
import threading
import time

# An RTMP message of type 9 begins so with AVC's coded key picture (FLV 10.1, annex E.4.3.1). The sequence header has 17 00.
KEY_PICTURE = b"\x17\x01\x00\x00\x00"


class Relay:
    def __init__(self, url):
        match = re.fullmatch(r"rtmp://([^:/]+):(\d+)(/.*)", url)
        self.server = (match[1], int(match[2]))
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"rtmp://127.0.0.1:{self.listener.getsockname()[1]}{match[3]}"
        self.key_picture = None
        """When its first bytes came, on time.monotonic()'s clock, before they were passed on."""
        threading.Thread(target=self._run, daemon=True).start()

    def close(self):
        self.listener.close()

    def _run(self):
        try:
            publisher, _ = self.listener.accept()
        except OSError:
            return
        server = socket.create_connection(self.server)
        for end in (publisher, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peers = {publisher: server, server: publisher}
        waiting, tail = selectors.DefaultSelector(), b""
        for end in peers:
            waiting.register(end, selectors.EVENT_READ)
        try:
            while True:
                for key, _ in waiting.select():
                    data = key.fileobj.recv(65536)
                    if not data:
                        return
                    if key.fileobj is publisher and self.key_picture is None:
                        # Split over two reads, it is found all the same.
                        if KEY_PICTURE in tail + data:
                            self.key_picture = time.monotonic()
                        tail = data[-len(KEY_PICTURE):]
                    peers[key.fileobj].sendall(data)
        except OSError:
            pass
        finally:
            publisher.close()
            server.close()
