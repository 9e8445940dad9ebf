"""Debian's librtmp publishes, as many apps and boxes do, and answers the server's pings, which come every 15 s."""

import ctypes
import os
import select
import time

from rig.broadcast import Broadcast, arguments
from rig.media import source


class Packet(ctypes.Structure):
    """RTMPPacket of librtmp/rtmp.h."""

    _fields_ = [
        ("header_type", ctypes.c_uint8), ("packet_type", ctypes.c_uint8), ("has_absolute_time", ctypes.c_uint8),
        ("channel", ctypes.c_int), ("time", ctypes.c_uint32), ("stream", ctypes.c_int32), ("size", ctypes.c_uint32),
        ("read", ctypes.c_uint32), ("chunk", ctypes.c_void_p), ("body", ctypes.c_void_p)]


USER_CONTROL = 4


class Publisher:
    def __init__(self, url):
        self.library = library = ctypes.CDLL("librtmp.so.1")
        library.RTMP_Alloc.restype = ctypes.c_void_p
        self.session = ctypes.c_void_p(library.RTMP_Alloc())
        library.RTMP_Init(self.session)
        # librtmp goes on using the text.
        self.url = ctypes.create_string_buffer(url.encode())
        assert library.RTMP_SetupURL(self.session, self.url)
        library.RTMP_EnableWrite(self.session)
        assert library.RTMP_Connect(self.session, None) and library.RTMP_ConnectStream(self.session, 0)
        self.socket = library.RTMP_Socket(self.session)
        self.pings = 0

    def read(self):
        """Answers what the server has said meanwhile."""
        while select.select([self.socket], [], [], 0)[0]:
            packet = Packet()
            assert self.library.RTMP_ReadPacket(self.session, ctypes.byref(packet)), "the server closed"
            if packet.size != packet.read:
                continue
            if packet.packet_type == USER_CONTROL and ctypes.string_at(packet.body, 2) == b"\0\6":
                self.pings += 1
            self.library.RTMP_ClientPacket(self.session, ctypes.byref(packet))
            self.library.RTMPPacket_Free(ctypes.byref(packet))

    def write(self, tag):
        assert self.library.RTMP_Write(self.session, tag, len(tag)) == len(tag), "the server closed"

    def close(self):
        self.library.RTMP_Close(self.session)


def tags(path):
    """An FLV file's tags, each with its time in seconds."""
    with open(path, "rb") as file:
        data = file.read()
    at = 13
    while at + 11 <= len(data):
        size = int.from_bytes(data[at + 1 : at + 4], "big")
        time_stamp = int.from_bytes(data[at + 4 : at + 7], "big") | data[at + 7] << 24
        yield time_stamp / 1000, data[at : at + 15 + size]
        at += 15 + size


SECONDS = 20
tatecast, media, out, _ = arguments()
clip = source(media, "long.flv", seconds=SECONDS)
with Broadcast(tatecast, out) as broadcast:
    publisher = Publisher(broadcast.url)
    begin = time.monotonic()
    for due, tag in tags(clip):
        time.sleep(max(0, begin + due - time.monotonic()))
        publisher.write(tag)
        publisher.read()
    assert publisher.pings >= 1, "no ping came, so nothing was tried"
    time.sleep(0.5)
    publisher.close()
    broadcast.wait_for("off air", 5)
assert broadcast.summary["sources"] == 1, broadcast.summary
print(f"{broadcast.show.check(SECONDS - 1.5, least=8)}; {publisher.pings} ping answered")
broadcast.show.still(broadcast.show.live_stretches()[0][0] + 60, os.path.join(out, "picture.png"))
