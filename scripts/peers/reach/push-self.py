"""Sends a broadcast over RTMPS to another one of ours, whose certificate is right, nobody's or another host's.

push-self.py TATECAST FOLDER: only the right one gets the stream key, and what it gets is whole.
"""

import os
import subprocess
import sys
import time

from pushing import KEY, PRESET, Arrived, Worker, check_ticks, clean

tatecast, folder = sys.argv[1], clean(sys.argv[2])


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, capture_output=True, cwd=folder)


def certificate(name, host, signed=True):
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", f"/CN={host}",
            "-keyout", f"{name}.key", "-out", f"{name}.csr")
    with open(f"{folder}/{name}.ext", "w", encoding="utf-8") as file:
        file.write(f"subjectAltName=DNS:{host}\n")
    signer = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"] if signed else ["-key", f"{name}.key"]
    openssl("x509", "-req", "-in", f"{name}.csr", *signer, "-days", "2", "-extfile", f"{name}.ext", "-out", f"{name}.pem")


openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=authority",
        "-keyout", "ca.key", "-out", "ca.pem")
certificate("right", "localhost")
certificate("stranger", "localhost", signed=False)
certificate("other", "other.example")


with open(f"{folder}/preset.yaml", "w", encoding="utf-8") as file:
    file.write(PRESET)


class Receiver:
    def __init__(self, name):
        self.folder = clean(f"{folder}/{name}")
        self.process = subprocess.Popen(
            [tatecast, "live", "--listen", "rtmps://127.0.0.1:0/live", "--tls-cert", f"{folder}/{name}.pem",
             "--tls-key", f"{folder}/{name}.key", "--output", f"{self.folder}/show", "--record-source", f"{self.folder}/source.mkv",
             "--preset", f"{folder}/preset.yaml", "--log-format", "json"],
            stdout=subprocess.PIPE, stderr=open(f"{self.folder}/log", "w", encoding="utf-8"), text=True,
            env={**os.environ, "TATECAST_STREAM_KEY": KEY})
        line = self.process.stdout.readline()
        self.port = int(line.split("rtmps://127.0.0.1:")[1].split("/")[0])

    def url(self):
        return f"rtmps://localhost:{self.port}/live"


def check(url, key=KEY, ca=True):
    """What `tatecast push --check` ends with and says."""
    result = subprocess.run(
        [tatecast, "push", "--check", url, *(["--push-ca", f"{folder}/ca.pem"] if ca else [])], capture_output=True, text=True,
        env={**os.environ, "TATECAST_PUSH_KEY": key}, check=False, timeout=30)
    return result.returncode, result.stdout + result.stderr


def expect(what, answer, status, words):
    if answer[0] != status or words not in answer[1] or KEY in answer[1]:
        sys.exit(f"{what}: expected {status} and \"{words}\", had {answer}")


receivers = {}
worker = None
try:
    receivers = {name: Receiver(name) for name in ["right", "stranger", "other"]}
    right = receivers["right"]
    expect("the right one", check(right.url()), 0, "takes the stream after")
    expect("another key", check(right.url(), key="not-sesame"), 77, "NetStream.Publish.")
    expect("without its authority", check(right.url(), ca=False), 69, "its certificate is signed by nobody")
    expect("nobody's certificate", check(receivers["stranger"].url()), 69, "its certificate is signed by nobody")
    expect("another host's", check(receivers["other"].url()), 69, "its certificate is for another name than localhost")
    worker = Worker(
        tatecast, folder, *[word for name in receivers for word in ("--push", f"{name}={receivers[name].url()}")],
        "--push-ca", f"{folder}/ca.pem", keys={name: KEY for name in receivers})
    worker.wait_for("right", "up", lambda state: state["state"] == "up")
    time.sleep(5)
    for name in ["stranger", "other"]:
        state = worker.destination(name)
        if state["bytes"] or not (state["failure"] or "").startswith("its certificate"):
            sys.exit(f"{name}: {state}")
    counters, _ = worker.stop()
finally:
    for process in [*(receiver.process for receiver in receivers.values()), *([worker.process] if worker else [])]:
        process.terminate()
        process.wait(20)
for name in ["stranger", "other"]:
    if os.path.exists(f"{folder}/{name}/source.mkv"):
        sys.exit(f"{name} has got something")
recordings = sorted(name for name in os.listdir(right.folder) if name.endswith(".mkv"))
arrived = Arrived(f"{right.folder}/{recordings[-1]}")
if gaps := arrived.gaps():
    sys.exit(f"gaps: {gaps[:3]}")
check_ticks(counters)
print(f"{arrived.length:.1f} s over RTMPS without a gap; two certificates and a key are refused, in words")
