"""What other processes take of the machine while something is measured."""

import os
import time

TICKS = os.sysconf("SC_CLK_TCK")


def _times(pid):
    """Seconds of processor time of a process, with those of its children that have ended; 0 where it has."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return sum(map(int, file.read().rsplit(")", 1)[1].split()[11:15])) / TICKS
    except OSError:
        return 0.0


def _children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="utf-8") as file:
            return [int(child) for child in file.read().split()]
    except OSError:
        return []


def _tree(pids):
    found, pending = set(), list(pids)
    while pending:
        pid = pending.pop()
        if pid not in found:
            found.add(pid)
            pending += _children(pid)
    return found


def _busy():
    with open("/proc/stat", encoding="utf-8") as file:
        fields = [int(field) for field in file.readline().split()[1:9]]
    # Time stolen by the host's other guests is nobody's here, but nobody's to use either.
    return (sum(fields) - fields[3] - fields[4]) / TICKS


class OtherLoad:
    """Cores used since it was made by processes other than some and their children."""

    def __init__(self, pids=()):
        self.begin, self.busy = time.monotonic(), _busy()
        self.own = {}
        for pid in _tree(pids or [os.getpid()]):
            self.own[pid] = _times(pid)

    def value(self, pids):
        own = sum(_times(pid) - self.own.get(pid, 0) for pid in _tree(pids))
        # A child that has ended is in its parent's account.
        return max(0.0, (_busy() - self.busy - own) / (time.monotonic() - self.begin))
