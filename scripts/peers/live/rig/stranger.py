"""A publisher in as few lines as will do, for strangers: those with a wrong key, and those who never finish a sentence."""

import os
import socket
import struct


class Stranger:
    """A connection to the server from one of this machine's own addresses, 127.0.0.x."""

    def __init__(self, port, source="127.0.0.2", seconds=10):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=seconds, source_address=(source, 0))

    def close(self):
        self.socket.close()

    def shake_hands(self):
        # RTMP 1.0, 5.2: version 3, then 1536 bytes each way, twice.
        self.socket.sendall(b"\x03" + bytes(8) + os.urandom(1528))
        answer = self._read(1 + 2 * 1536)
        self.socket.sendall(answer[1:1537])

    def ask_to_publish(self, key):
        self._command(0, "connect", 1, {"app": "live", "type": "nonprivate", "tcUrl": "rtmp://127.0.0.1/live"})
        self._command(0, "createStream", 2, None)
        self._command(1, "publish", 3, None, key, "live")

    def read_until(self, words):
        """Reads until `words` come or the server closes; says whether they came."""
        seen = b""
        try:
            while words not in seen:
                piece = self.socket.recv(4096)
                if not piece:
                    break
                seen += piece
        except OSError:
            pass
        return words in seen

    def _read(self, count):
        data = b""
        while len(data) < count:
            piece = self.socket.recv(count - len(data))
            if not piece:
                raise ConnectionError("closed in the handshake")
            data += piece
        return data

    def _command(self, stream, *values):
        body = b"".join(amf(value) for value in values)
        header = b"\x03" + bytes(3) + len(body).to_bytes(3, "big") + b"\x14" + struct.pack("<I", stream)
        pieces = [body[at : at + 128] for at in range(0, len(body), 128)]
        self.socket.sendall(header + b"\xc3".join(pieces))


def amf(value):
    """AMF0."""
    if value is None:
        return b"\x05"
    if isinstance(value, str):
        return b"\x02" + struct.pack(">H", len(value)) + value.encode()
    if isinstance(value, dict):
        members = b"".join(struct.pack(">H", len(name)) + name.encode() + amf(member) for name, member in value.items())
        return b"\x03" + members + b"\0\0\x09"
    return b"\0" + struct.pack(">d", value)
