"""Caches of other people, with the settings of docs/cdn.md, on free ports of this machine."""

import atexit
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
# As docs/cdn.md has it.
ORIGIN, PREFIX = "127.0.0.1:8080", "/live/42/"


def settings(language):
    """The one block of docs/cdn.md in a language."""
    with open(os.path.join(ROOT, "docs", "cdn.md"), encoding="utf-8") as file:
        blocks = re.findall(rf"^```{language}\n(.*?)^```", file.read(), flags=re.M | re.S)
    assert len(blocks) == 1, f"docs/cdn.md has {len(blocks)} blocks of {language}"
    return blocks[0]


def replaced(text, old, new):
    assert old in text, f"{old} isn't in docs/cdn.md any more"
    return text.replace(old, new)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_folder():
    folder = tempfile.mkdtemp(prefix="cache-")
    os.chmod(folder, 0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _start(command, port, log):
    process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)

    def end():
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()

    atexit.register(end)
    for _ in range(100):
        assert process.poll() is None, f"{command[0]} ended with {process.returncode}: {open(log.name).read()[-2000:]}"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"{command[0]} doesn't listen: {open(log.name).read()[-2000:]}")


def nginx(origin):
    """Starts nginx before `host:port`; returns where the show's folder is, below a prefix."""
    folder, port = make_folder(), free_port()
    text = settings("nginx")
    text = replaced(text, "/var/cache/nginx/live", f"{folder}/kept")
    text = replaced(text, f"server {ORIGIN};", f"server {origin};")
    text = replaced(text, "listen 80;", f"listen 127.0.0.1:{port};")
    # What Debian's own nginx.conf stands around it.
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in
                        ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;\n" if os.geteuid() == 0 else ""
    with open(f"{folder}/nginx.conf", "w", encoding="utf-8") as file:
        file.write(f"{user}daemon off;\npid {folder}/pid;\nerror_log stderr warn;\nevents {{}}\n"
                   f"http {{\naccess_log {folder}/access;\n{temporary}{text}}}\n")
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    _start([program, "-e", "stderr", "-c", f"{folder}/nginx.conf"], port, open(f"{folder}/log", "w"))
    return f"http://127.0.0.1:{port}{PREFIX}"


def varnish(origin):
    """Starts Varnish before `host:port`; returns where the show's folder is."""
    folder, port = make_folder(), free_port()
    host, origin_port = origin.split(":")
    text = replaced(settings("vcl"), '.host = "127.0.0.1"', f'.host = "{host}"')
    text = replaced(text, '.port = "8080"', f'.port = "{origin_port}"')
    with open(f"{folder}/default.vcl", "w", encoding="utf-8") as file:
        file.write(text)
    program = shutil.which("varnishd", path=os.environ["PATH"] + ":/usr/sbin")
    # Without its sandbox, which wants users that a container may not have.
    _start([program, "-F", "-j", "none", "-n", f"{folder}/work", "-a", f"127.0.0.1:{port}", "-f", f"{folder}/default.vcl"],
           port, open(f"{folder}/log", "w"))
    return f"http://127.0.0.1:{port}/"


def chain(names, address):
    """Starts the named caches, the first one nearest to viewers, before a show; returns its multivariant playlist's address."""
    at = urllib.parse.urlsplit(address).netloc
    for name in reversed(names):
        url = {"nginx": nginx, "varnish": varnish}[name](at)
        at = urllib.parse.urlsplit(url).netloc
    return url + "master.m3u8"
