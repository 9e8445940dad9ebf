"""Has deploy/orchestrator.py run a show: orchestrate.py TATECAST FOLDER

ffmpeg publishes with the key, a viewer comes in with the token, events are sent before, while and after the worker is killed, and each is
on screen once; webhooks tell all of it; the end has status 0. A command line that can't work isn't started twice. The worker has no
privileges, as in a container: what the kernel refuses it there, it refuses it here.
"""

import pathlib
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "deploy"))
import orchestrator  # noqa: E402
from pushing import UNPRIVILEGED, free_port  # noqa: E402

tatecast, folder = sys.argv[1], pathlib.Path(sys.argv[2])
told = []


def until(words, condition, seconds=25):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s: {words}; told of {[event['type'] for event in told]}"
        time.sleep(0.05)


def status_of(url):
    try:
        return urllib.request.urlopen(url, timeout=5).status
    except urllib.error.HTTPError as error:
        return error.code


def committed():
    return [name for event in told if event["type"] == "committed" for name in event["data"]["ids"]]


shutil.rmtree(folder, ignore_errors=True)
port = free_port()
show = orchestrator.Broadcast(folder, [
    *UNPRIVILEGED, tatecast, "live", "--listen", f"rtmp://127.0.0.1:{port}/live", "--serve", "127.0.0.1:0", "--preset",
    "presets/fashion.yaml"], told.append)
assert show.start(), "no ready line"
statuses = []
watcher = threading.Thread(target=lambda: statuses.append(show.supervise()))
watcher.start()
# Encoders come again by themselves.
encoder = subprocess.Popen(
    ["bash", "-c", 'while ! ffmpeg -nostdin -v error -re -stream_loop -1 -i samples/cup.mp4 -c copy -f flv "$0"; do sleep 0.5; done',
     f"{show.addresses['publish']}/{show.stream_key}"], stderr=subprocess.DEVNULL, process_group=0)
try:
    until("the seller is on air", lambda: any(event["type"] == "source" and event["data"]["state"] == "live" for event in told))
    play = show.addresses["play"]
    until("viewers can come", lambda: status_of(f"{play}?token={show.token()}") == 200)
    assert (status_of(play), status_of(f"{play}?token={show.token(-1)}")) == (401, 403), "the door is open"

    product = {"id": "cup", "name": "Cup", "price": 39.8, "currency": "USD"}
    answers = [show.send({"type": "price", "id": "before", "product": product})]
    # What an outbox has is kept; it is written some milliseconds after the answer.
    until("the shop is told", lambda: committed() == ["before"])
    show.worker.kill()
    answers.append(show.send({"type": "hearts", "id": "meanwhile", "count": 3}))
    answers.append(show.send({"type": "price", "id": "after", "product": {**product, "price": 29.8}}))
    assert all(answer["accepted"] == 1 for answer in answers), answers
    wrong = show.send({"type": "price", "id": "wrong", "product": {"id": "cup"}})
    assert wrong["accepted"] == 0 and wrong["events"][0]["error"], wrong
    until("all is told", lambda: set(committed()) == {"before", "meanwhile", "after"})
    assert len(committed()) == 3, f"told twice: {committed()}"
    show.finish()
    watcher.join(40)
finally:
    subprocess.run(["kill", "--", f"-{encoder.pid}"], check=False)
    if show.worker.poll() is None and watcher.is_alive():
        show.finish()
assert statuses == [0], f"ended with {statuses}"
assert told[-1]["type"] == "finished" and told[-1]["data"]["status"] == 0, told[-1]
assert "EXT-X-ENDLIST" in next((folder / "hls").glob("v*/*.m3u8")).read_text()
assert show.send({"type": "hearts", "count": 1}) == {"error": "the show is over"}

begin = time.monotonic()
hopeless = orchestrator.Broadcast(folder / "hopeless", [tatecast, "live", "--input", "nowhere.mp4", "--serve", "127.0.0.1:0"])
assert not hopeless.start()
assert hopeless.supervise() == 66 and time.monotonic() - begin < 10, f"{hopeless.worker.returncode}"
print(f"a show of {len(told)} webhooks through a kill: 3 events once each, tokens right and wrong, status 0; a wrong command ends at once")
