"""Tries the image for real: test_container.py IMAGE FOLDER PODMAN...

FOLDER has the image as registries store it, in `packed`; PODMAN is how podman is called. A broadcast takes a publisher's stream, is
killed, goes on, and is stopped; a render job makes a show; all of it without root, on a read-only root, with secrets in files. What is
asserted is what whoever runs hundreds of these relies on. Prints the figures that docs/container.md has.
"""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

MOST_PACKED, MOST_UNPACKED = 220e6, 480e6
USER = 10001
image, folder, *podman = sys.argv[1:]
folder = pathlib.Path(folder)
repository = pathlib.Path(__file__).resolve().parent.parent
PRESETS = "/usr/share/tatecast/presets"
# podman would raise them above this machine's own, where it may not.
LIMITS = ["--ulimit=nofile=4096:4096", "--ulimit=nproc=4096:4096"]


def run(*words, **options):
    return subprocess.run([*podman, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def until(words, condition, seconds=40):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, f"not within {seconds} s: {words}"
        time.sleep(0.05)
    return found


def writable(name):
    place = folder / name
    place.mkdir()
    os.chown(place, USER, USER)
    return place


def secret(name, value):
    """A file as Kubernetes mounts a secret for a group: readable for it, and for nobody else."""
    file = folder / name
    file.write_text(value)
    os.chown(file, 0, USER)
    file.chmod(0o440)
    return ["--volume", f"{file}:/secrets/{name}:ro", "--env", f"TATECAST_{name.upper().replace('-', '_')}_FILE=/secrets/{name}"]


class Container:
    """A container as an orchestrator with strict rules runs one."""

    def __init__(self, words, *options):
        made = run(
            "create", "--network=host", "--read-only", "--read-only-tmpfs=false", "--cap-drop=all", "--security-opt=no-new-privileges",
            *LIMITS, *options, image, *words)
        assert made.returncode == 0, made.stderr
        self.name = made.stdout.strip()
        self.errors = folder / f"{self.name}.log"
        self.begin = time.monotonic()
        self.process = subprocess.Popen(
            [*podman, "start", "--attach", self.name], stdout=subprocess.PIPE, stderr=self.errors.open("w"), text=True)

    def ready(self):
        """The ready line, and what it took in ms: since `podman start`, since the program's own start, and of the processor."""
        line = self.process.stdout.readline()
        now, begun = time.monotonic(), time.clock_gettime(time.CLOCK_BOOTTIME)
        assert line, f"no ready line: {self.errors.read_text()}"
        # From the third field on, proc(5): 14 and 15 are the processor's time, 22 the start.
        fields = pathlib.Path(f"/proc/{self.pid()}/stat").read_text().rsplit(")", 1)[1].split()
        user, system, start = (int(fields[number - 3]) / os.sysconf("SC_CLK_TCK") for number in (14, 15, 22))
        return json.loads(line), *(1000 * seconds for seconds in (now - self.begin, begun - start, user + system))

    def pid(self):
        return int(run("inspect", "--format", "{{.State.Pid}}", self.name).stdout)

    def memory(self):
        """Resident at most until now, in MB."""
        status = pathlib.Path(f"/proc/{self.pid()}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1000

    def execute(self, *words):
        return run("exec", self.name, *words)

    def end(self, name=None):
        """The status that it ends with, after a signal if one is named."""
        if name:
            run("kill", "--signal", name, self.name)
        self.process.stdout.read()
        status = self.process.wait(timeout=60)
        run("rm", self.name)
        return status

    def log(self):
        """What the program said, without what podman says of this machine's missing systemd."""
        return "".join(line for line in self.errors.open() if not line.startswith("time=") or "healthcheck" not in line)


def fetch(url, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=5).read()


# --- What is in it
facts = json.loads(run("image", "inspect", image).stdout)[0]
packed, unpacked = sum(file.stat().st_size for file in (folder / "packed").iterdir()), facts["Size"]
print(f"size: {packed / 1e6:.0f} MB compressed, {unpacked / 1e6:.0f} MB unpacked")
tools = ["run", "--rm", "--network=none", "--read-only", *LIMITS]
largest = run(*tools, "--entrypoint=bash", image, "-c", r"find / -xdev -type f -printf '%s %p\n' 2>/dev/null | sort -rn | head")
print(largest.stdout, end="")
assert packed <= MOST_PACKED and unpacked <= MOST_UNPACKED
doctor = run(*tools, image, "doctor", *[word for preset in sorted((repository / "presets").glob("*.yaml"))
                                       for word in ("--preset", f"{PRESETS}/{preset.name}")])
assert doctor.returncode == 0, doctor.stdout + doctor.stderr
fonts = run(*tools, "--entrypoint=fc-cache", image, "--verbose", "--system-only")
assert "caching, new cache" not in fonts.stdout, f"fonts are scanned at each start:\n{fonts.stdout}"
config = facts["Config"]
assert config["User"] == f"{USER}:{USER}" and config["StopSignal"] in ("SIGTERM", "15"), config
health = facts["Healthcheck"]["Test"]
assert health[0] == "CMD"

# --- A broadcast of a published stream
show, port, rtmp = writable("show"), free_port(), free_port()
secrets = [*secret("stream-key", "key-of-the-show\n"), *secret("control-token", "token-of-the-shop\n")]
words = ["live", "--listen", f"rtmp://127.0.0.1:{rtmp}/live", "--preset", f"{PRESETS}/flash-sale.yaml", "--output", "/show",
         "--serve", f"127.0.0.1:{port}", "--json"]
health = [*health[1:], f"127.0.0.1:{port}"]
volumes = [*secrets, "--volume", f"{show}:/show"]
broadcast = Container(words, *volumes)
ready, from_podman, own, processor = broadcast.ready()
print(f"ready line: {own:.0f} ms after the program's start ({processor:.0f} ms of the processor), {from_podman:.0f} ms after podman's")
control = ready["control"] + "/v1"
# Encoders come again by themselves when their connection breaks.
publisher = subprocess.Popen(
    ["bash", "-c", 'while ! ffmpeg -nostdin -loglevel error -re -stream_loop -1 -i "$0" -c copy -f flv "$1"; do sleep 0.5; done',
     repository / "samples/cup.mp4", f"rtmp://127.0.0.1:{rtmp}/live/key-of-the-show"],
    stderr=(folder / "publisher.log").open("w"), start_new_session=True)


def state():
    return json.loads(fetch(control + "/state", "token-of-the-shop"))["state"]


try:
    until("the publisher is on air", lambda: state() == "live")
    until("viewers have segments", lambda: b".m3u8" in fetch(ready["play"]))
    assert (answer := broadcast.execute(*health)).returncode == 0, answer
    assert broadcast.execute(*health[:-1], f"127.0.0.1:{free_port()}").returncode != 0, "a port that nobody listens on is well"
    proc = pathlib.Path(f"/proc/{broadcast.pid()}")
    status = dict(line.split(":", 1) for line in (proc / "status").read_text().splitlines())
    assert status["NSpid"].split()[-1] == "1" and status["Uid"].split() == [str(USER)] * 4 and int(status["CapEff"], 16) == 0
    assert b"key-of" not in (proc / "cmdline").read_bytes() + (proc / "environ").read_bytes(), "a secret is in the process list"
    assert broadcast.execute("bash", "-c", "echo > /usr/x").returncode != 0, "the root can be written"
    time.sleep(10)
    print(f"memory: {broadcast.memory():.0f} MB, three rungs of 720×1280")
    assert broadcast.end("KILL") == 137
    # The same command goes on where it was, as `restartPolicy: OnFailure` has it.
    broadcast = Container(words, *volumes)
    broadcast.ready()
    until("the publisher is back", lambda: state() == "live")
    until("it goes on", lambda: b"#EXT-X-DISCONTINUITY\n" in next(show.glob("v720*/*.m3u8")).read_bytes())
finally:
    os.killpg(publisher.pid, signal.SIGTERM)
    publisher.wait()
begin = time.monotonic()
assert (status := broadcast.end("TERM")) == 0, f"SIGTERM: status {status}: {broadcast.log()}"
print(f"SIGTERM: status 0 after {time.monotonic() - begin:.1f} s")
assert "ENDLIST" in next(show.glob("v720*/*.m3u8")).read_text()
lines = [json.loads(line) for line in broadcast.log().splitlines()]
assert lines and not any(line["level"] in ("error", "critical") for line in lines), lines
assert "Fontconfig" not in broadcast.log(), broadcast.log()

# --- The same image as a render job
made, samples = writable("made"), folder / "samples"
shutil.copytree(repository / "samples", samples, ignore=shutil.ignore_patterns("golden"))
job = Container(
    ["render", "/samples/cup.mp4", "--preset", f"{PRESETS}/flash-sale.yaml", "--events", "/samples/cup.events.ndjson",
     "--output", "/show/cup", "--quiet"],
    "--volume", f"{made}:/show", "--volume", f"{samples}:/samples:ro")
until("the render is well", lambda: job.execute(*health[:-1]).returncode == 0, 10)
assert (status := job.end()) == 0, f"render: status {status}: {job.log()}"
files = [file for file in made.rglob("*") if file.is_file()]
assert all(file.stat().st_uid == USER for file in files)
judged = run(*tools, "--volume", f"{made}:/show:ro", image, "verify", "/show/cup", "--quiet")
assert judged.returncode == 0, f"verify: status {judged.returncode}: {judged.stdout}{judged.stderr}"
print(f"render: status 0, {len(files)} files, no rule broken")
