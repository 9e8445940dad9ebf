"""botocore signs each request that the program sends, and comes to the same signature, whatever the credentials come from; moto's S3
takes the same files with what its STS gives for a cluster's token."""

import datetime
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from email.utils import formatdate

import boto3
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from upload_rig import MORTAL, accepts, environment, files, free_port, wait_for

tatecast, out, clip, moto = sys.argv[1:5]
shutil.rmtree(out, ignore_errors=True)
os.makedirs(out)
show = os.path.join(out, "show")
subprocess.run([tatecast, "render", clip, "-o", show, "--duration", "4", "--quiet"], check=True, stdout=subprocess.DEVNULL)
ours = files(show)

# Of each source of credentials its own.
ENVIRONMENT, PROFILE, CONTAINER = (
    (f"AKIA{name}0123456789", f"{name}/wJalrXUtnFEMI+K7MDENG", token)
    for name, token in [("ENVIRONMENT", "a/session+token=="), ("PROFILE", None), ("CONTAINER", "another/token")])


class Fixed(S3SigV4Auth):
    """At the time of the request, which add_auth() would take from the clock."""

    def signature_of(self, request, headers):
        request.context["timestamp"] = headers["x-amz-date"]
        request.context["payload_signing_enabled"] = True
        canonical = self.canonical_request(request)
        return self.signature(self.string_to_sign(request, canonical), request)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    ahead = 0
    signed = []
    asked = 0

    def do_PUT(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        now = datetime.datetime.now(datetime.timezone.utc).timestamp() + Handler.ahead
        stamp = datetime.datetime.strptime(self.headers["x-amz-date"], "%Y%m%dT%H%M%SZ")
        if abs(stamp.replace(tzinfo=datetime.timezone.utc).timestamp() - now) > 900:
            return self.say(403, b"<Error><Code>RequestTimeTooSkewed</Code><Message>skewed</Message></Error>", now)
        authorization = self.headers["authorization"]
        key = authorization.split("Credential=")[1].split("/")[0]
        identity = next(identity for identity in (ENVIRONMENT, PROFILE, CONTAINER) if identity[0] == key)
        names = authorization.split("SignedHeaders=")[1].split(",")[0].split(";")
        request = AWSRequest(
            method=self.command, url=f"http://{self.headers['host']}{self.path}", data=body,
            headers={name: self.headers[name] for name in names})
        signature = Fixed(Credentials(*identity), "s3", "eu-west-1").signature_of(request, self.headers)
        assert authorization.endswith(f"Signature={signature}"), self.path
        Handler.signed.append((self.command, self.path, key))
        self.say(200, b"", now)

    do_DELETE = do_PUT

    def do_GET(self):
        """A container's endpoint: credentials for a token. They end soon, so they are asked for once in five minutes."""
        assert self.headers["authorization"] == "container-token", self.headers
        Handler.asked += 1
        end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=30)
        self.say(200, json.dumps({
            "AccessKeyId": CONTAINER[0], "SecretAccessKey": CONTAINER[1], "Token": CONTAINER[2],
            "Expiration": end.strftime("%Y-%m-%dT%H:%M:%SZ")}).encode(), end.timestamp())

    def say(self, status, body, now):
        self.send_response_only(status)
        self.send_header("date", formatdate(now, usegmt=True))
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
home = os.path.join(out, "home")
os.makedirs(os.path.join(home, ".aws"))
with open(os.path.join(home, ".aws/credentials"), "w") as file:
    file.write(f"[default]\naws_access_key_id = nobody\n[shop]\naws_access_key_id = {PROFILE[0]}\n"
               f"aws_secret_access_key = {PROFILE[1]}\n")
with open(os.path.join(home, ".aws/config"), "w") as file:
    file.write(f"[profile shop]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:{server.server_port}\n")
with open(os.path.join(out, "token"), "w") as file:
    file.write("container-token\n")


def store(url, identity, **more):
    without = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "HOME": home}
    Handler.signed.clear()
    subprocess.run([tatecast, "upload", "--all", show, url], env=environment(**without | more), check=True, timeout=60)
    paths = {path for command, path, key in Handler.signed if command == "PUT" and key == identity[0]}
    assert len(paths) == len(ours) + 1 and len(Handler.signed) == len(ours) + 2, (len(paths), len(ours))


endpoint = f"endpoint=http://127.0.0.1:{server.server_port}"
url = f"s3://shop/sommer%20%C3%BC+(1)/42?region=eu-west-1&{endpoint}"
keys = {"AWS_ACCESS_KEY_ID": ENVIRONMENT[0], "AWS_SECRET_ACCESS_KEY": ENVIRONMENT[1], "AWS_SESSION_TOKEN": ENVIRONMENT[2]}
store(url, ENVIRONMENT, **keys)
store("s3://shop/x", PROFILE, AWS_PROFILE="shop")
container = {
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"http://127.0.0.1:{server.server_port}/credentials",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": os.path.join(out, "token")}
store(url, CONTAINER, **container)
assert Handler.asked == 1, Handler.asked
# Its clock is right, and ours is wrong by an hour.
Handler.ahead = 3_600
store(url, ENVIRONMENT, **keys)

# moto: a role's credentials for a token, and a bucket.
port = free_port()
process = subprocess.Popen(
    [*MORTAL, moto, "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
wait_for(lambda: accepts(port), 30, "moto listens")
bucket = boto3.resource(
    "s3", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1", aws_access_key_id="x",
    aws_secret_access_key="x").Bucket("shop")
bucket.create()
role = {
    "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "HOME": out, "AWS_WEB_IDENTITY_TOKEN_FILE": os.path.join(out, "token"),
    "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/shop", "AWS_ENDPOINT_URL_STS": f"http://127.0.0.1:{port}"}
subprocess.run(
    [tatecast, "upload", "--upload-gzip", show, f"s3://shop/42?endpoint=http://127.0.0.1:{port}"], env=environment(**role), check=True,
    timeout=60)
theirs = {thing.key.removeprefix("42/"): thing.get() for thing in bucket.objects.all()}
assert theirs.keys() == ours.keys(), theirs.keys() ^ ours.keys()
TYPES = {".m3u8": "application/vnd.apple.mpegurl", ".jpg": "image/jpeg", ".vtt": "text/vtt"}
for name, thing in theirs.items():
    suffix = os.path.splitext(name)[1]
    isText = suffix in (".m3u8", ".vtt")
    assert thing["ContentType"] == TYPES.get(suffix, "audio/mp4" if name.startswith("a") else "video/mp4"), (name, thing)
    lifetime = "max-age=300" if isText or name == "poster.jpg" else "max-age=31536000, immutable"
    assert thing["CacheControl"] == f"public, {lifetime}", (name, thing)
    assert thing.get("ContentEncoding", "").startswith("gzip") == isText, (name, thing)
    assert isText or thing["Body"].read() == ours[name], name
process.kill()
print(f"4 × {len(ours)} files signed as by botocore (variables, profile, container, a clock that is wrong); {len(theirs)} at moto by STS")
