"""Has validators look at deploy/, then runs the command lines that stand there: manifests.py TATECAST FOLDER

Of each of Kubernetes' Job, compose.yaml and the systemd unit: the program takes the options, comes up, answers the probes at the ports
that are named, and ends with 0 at SIGTERM. Paths have to lie in what is mounted or in the image; here they are folders below FOLDER.
"""

import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.request

import yaml
from pushing import free_port

tatecast, folder = sys.argv[1], pathlib.Path(sys.argv[2])
repository = pathlib.Path(__file__).resolve().parents[3]
deploy = repository / "deploy"
IN_IMAGE = {"/usr/share/tatecast/presets": str(repository / "presets")}
SECRETS = {"webhook-secret": "whsec_" + "c2VjcmV0" * 6, "viewers.json": json.dumps(
    {"keys": [{"kid": "a", "kty": "oct", "alg": "HS256", "k": "c2VjcmV0" * 6}]})}


def check(*words, **options):
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    assert done.returncode == 0, f"{words}: status {done.returncode}\n{done.stdout}"
    return done.stdout


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes every webhook."""

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


class Place:
    """What a command line finds where it runs: its mounts, and free ports for those that it names."""

    def __init__(self, name, mounts):
        self.root = folder / name
        # The longest first.
        self.mounts = sorted({**IN_IMAGE, **{path: self.folder(path) for path in mounts}}.items(), key=lambda mount: -len(mount[0]))
        self.ports = {}

    def folder(self, path):
        place = self.root / path.strip("/")
        place.mkdir(parents=True)
        return str(place)

    def local(self, value):
        """A value of an option or variable, as it is here."""
        value = re.sub(r"https://shop\.example/[^#]*", f"http://127.0.0.1:{receiver.server_port}/hooks", value)
        value = re.sub(r"\b(0\.0\.0\.0|127\.0\.0\.1):(1935|80\d\d)\b", self.port, value)
        if value.startswith("/"):
            mount = next((mount for mount in self.mounts if f"{value}/".startswith(f"{mount[0]}/")), None)
            assert mount, f"{value} is in nothing that is mounted"
            value = mount[1] + value[len(mount[0]):]
        return value

    def port(self, match):
        port = int(match[2])
        return f"127.0.0.1:{self.ports.setdefault(port, free_port())}"

    def secret(self, path):
        """Puts a secret where a path of the manifest says, and returns where that is here."""
        file = pathlib.Path(self.local(path))
        file.write_text(SECRETS.get(file.name, f"the-{file.name}\n"))
        return str(file)

    def run(self, words, variables, named, probes, wanted=0):
        """Starts the command, asks each probe (port, path) for 200, and ends it, with the status `wanted`.

        `named` are the ports that the manifest tells others.
        """
        environment = {**os.environ}
        for name, value in variables.items():
            environment[name] = self.secret(value) if name.endswith("_FILE") else self.local(value)
        local = []
        for word in words:
            option, equals, value = word.partition("=")
            if option == "--viewer-key":
                self.secret(value)
            local.append(option + equals + self.local(value))
        assert set(self.ports) == set(named), f"the command listens at {set(self.ports)}, and the manifest names {set(named)}"
        log = (self.root / "log").open("w")
        worker = subprocess.Popen([tatecast, *local], env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            assert worker.stdout.readline(), f"no ready line: {(self.root / 'log').read_text()}"
            for port, path in probes:
                self.answer(f"http://127.0.0.1:{self.ports[port]}{path}", 200)
            metrics.update(re.findall(r"^# TYPE (\w+)", self.answer(f"http://127.0.0.1:{self.ports[8081]}/metrics", 200), re.MULTILINE))
        finally:
            worker.terminate()
            worker.stdout.read()
            status = worker.wait(timeout=30)
        assert status == wanted, f"status {status}: {(self.root / 'log').read_text()}"

    def answer(self, url, wanted, seconds=20):
        end = time.monotonic() + seconds
        while True:
            try:
                with urllib.request.urlopen(url, timeout=5) as response:
                    status, body = response.status, response.read().decode()
            except urllib.error.HTTPError as error:
                status, body = error.code, ""
            if status == wanted:
                return body
            assert time.monotonic() < end, f"{url} says {status}, and not {wanted}"
            time.sleep(0.1)


def kubernetes():
    job = next(part for part in yaml.safe_load_all((deploy / "kubernetes/broadcast.yaml").read_text()) if part["kind"] == "Job")
    pod = job["spec"]["template"]["spec"]
    container = pod["containers"][0]
    assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}
    options = dict(word.split("=", 1) for word in container["args"] if "=" in word)
    # 2 s for the programme, --drain, 3 s to spare; who is alive answers nothing meanwhile.
    drain = float(options["--drain"])
    assert pod["terminationGracePeriodSeconds"] == 2 + drain + 3
    live = container["livenessProbe"]
    assert live["periodSeconds"] * (live["failureThreshold"] - 1) > drain + 5
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    probes = [container[name]["httpGet"] for name in ("startupProbe", "livenessProbe", "readinessProbe")]
    Place("kubernetes", [mount["mountPath"] for mount in container["volumeMounts"]]).run(
        container["args"], {variable["name"]: variable["value"] for variable in container["env"]}, ports.values(),
        [(ports[probe["port"]], probe["path"]) for probe in probes])


def compose():
    service = yaml.safe_load((deploy / "compose.yaml").read_text())["services"]["show"]
    mounts = [volume.split(":")[1] for volume in service["volumes"]] + ["/run/secrets"]
    health = service["healthcheck"]["test"]
    assert health[:2] == ["CMD", "tatecast-health"] and (deploy / health[1]).exists()
    Place("compose", mounts).run(
        service["command"], service["environment"], [int(port.split(":")[-1]) for port in service["ports"]],
        [(int(health[2].split(":")[1]), "/healthz")])


def systemd():
    unit = (deploy / "systemd/tatecast@.service").read_text().replace("%i", "show-42")
    file = folder / "tatecast@show-42.service"
    # It is looked at with a program that is here.
    file.write_text(unit.replace("/usr/local/bin/tatecast", tatecast))
    complaints = check("systemd-analyze", "verify", "--man=no", file)
    assert file.name not in complaints, complaints
    # 0 is closed, 100 open.
    check("systemd-analyze", "security", "--offline=yes", "--threshold=15", file)
    value = {name: re.search(rf"^{name}=(.*)$", unit, re.MULTILINE)[1] for name in ("ExecStart", "Environment", "StateDirectory")}
    place = Place("systemd", ["/etc/tatecast", "/etc/tatecast/presets", "/var/lib/" + value["StateDirectory"], "/credentials"])
    # What an administrator puts there.
    shutil.copytree(repository / "presets", place.local("/etc/tatecast/presets"), dirs_exist_ok=True)
    settings = yaml.safe_load((deploy / "systemd/show-42.yaml").read_text())
    pathlib.Path(place.local("/etc/tatecast/show-42.yaml")).write_text(
        json.dumps({name: place.local(option) if isinstance(option, str) else option for name, option in settings.items()}))
    wanted = {name for name, _ in (line.split(":") for line in re.findall(r"^LoadCredential=(.*)$", unit, re.MULTILINE))}
    variables = dict(word.split("=") for word in value["Environment"].replace("%d", "/credentials").split())
    assert wanted == {path.rsplit("/", 1)[1] for path in variables.values()}, "credentials that aren't loaded, or are for nothing"
    # The statuses that the unit knows are documented.
    documented = re.findall(r"^\| (\d+) \|", (repository / "docs/exit-statuses.md").read_text(), re.MULTILINE)
    final = set(re.search(r"^RestartPreventExitStatus=(.*)$", unit, re.MULTILINE)[1].split())
    assert final and final <= set(documented), f"no such exit status: {final - set(documented)}"
    place.run(value["ExecStart"].replace("%S", "/var/lib").split()[1:], variables, [1935, 8080, 8081], [(8081, "/readyz")])


def elsewhere():
    """A destination and an upload, both of which nobody takes: no manifest asks for them, and the rules watch them."""
    place = Place("elsewhere", ["/show", "/secrets"])
    place.run(
        ["live", "--listen=rtmp://127.0.0.1:1935/live", "--control=127.0.0.1:8081", "--output=/show/hls", "--drain=0",
         "--push=nowhere=rtmp://127.0.0.1:8098/live", "--upload=http://127.0.0.1:8099/show"],
        {"TATECAST_STREAM_KEY_FILE": "/secrets/stream-key", "TATECAST_PUSH_KEY_NOWHERE_FILE": "/secrets/push-key"},
        [1935, 8081, 8098, 8099], [(8081, "/healthz")], wanted=75)


shutil.rmtree(folder, ignore_errors=True)
folder.mkdir(parents=True)
check(os.path.join(os.path.dirname(sys.executable), "kubernetes-validate"), "--strict", "--quiet", *(deploy / "kubernetes").glob("*.yaml"))
check("docker-compose", "--file", deploy / "compose.yaml", "config", "--quiet")
check("promtool", "test", "rules", deploy / "prometheus/rules.test.yaml")
# Debian's promtool knows no Kubernetes; all else of the file is checked.
scrape = yaml.safe_load((deploy / "prometheus/prometheus.yaml").read_text())
scrape["rule_files"] = [str(deploy / "prometheus/rules.yaml")]
for config in scrape["scrape_configs"]:
    del config["kubernetes_sd_configs"]
(folder / "prometheus.yaml").write_text(json.dumps(scrape))
check("promtool", "check", "config", folder / "prometheus.yaml")

receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
metrics, failures = set(), []
scenes = [kubernetes, compose, systemd, elsewhere]


def tried(scene):
    try:
        scene()
    except BaseException as error:  # Told by the main thread, which a thread's own end isn't.
        failures.append(f"{scene.__name__}: {error}")


threads = [threading.Thread(target=tried, args=[scene]) for scene in scenes]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not failures, "\n".join(failures)
ruled = set(re.findall(r"\btatecast_\w+", (deploy / "prometheus/rules.yaml").read_text()))
assert ruled <= metrics, f"no such metric: {ruled - metrics}"
print(f"{len(scenes) - 1} command lines of deploy/ come up, answer their probes and end; {len(ruled)} metrics of the rules are there")
