"""Running commands, and what the kernel says they used."""

import os
import subprocess
import time
from typing import NamedTuple


class Usage(NamedTuple):
    """What one finished process used."""

    cpu: float
    """Seconds of processor time, user and system, of all its threads."""
    wall: float
    """Seconds from start to end."""
    peak: int
    """The most memory it had, in bytes."""


class Failure(Exception):
    """A command that must not fail did."""


def measure(command, log):
    """Runs a command to its end with its output in the file `log`, and returns its Usage.

    The kernel accounts a process when it is waited for, so neither this script nor its neighbours are counted.
    """
    start = time.monotonic()
    with open(log, "wb") as output:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:
            child.kill()
            raise
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        with open(log, encoding="utf-8", errors="replace") as text:
            raise Failure(f"{' '.join(command)}\nexited with {child.returncode}:\n{text.read()[-2000:]}")
    # Linux counts in KiB (getrusage(2)).
    return Usage(usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss * 1024)


def run(command):
    """Runs a command and returns what it wrote to its standard output."""
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if result.returncode != 0:
        raise Failure(f"{' '.join(command)}\nexited with {result.returncode}:\n{result.stderr[-2000:]}")
    return result.stdout


def run_for_messages(command):
    """Runs a command and returns what it wrote to its standard error."""
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if result.returncode != 0:
        raise Failure(f"{' '.join(command)}\nexited with {result.returncode}:\n{result.stderr[-2000:]}")
    return result.stderr
