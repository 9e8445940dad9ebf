"""Waits for what a page, or the server behind it, is to do."""

import time


def wait_for(words, condition, seconds=15):
    """Waits until a condition gives something, and returns that."""
    end = time.time() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.time() < end, f"not within {seconds} s: {words}"
        time.sleep(0.05)
