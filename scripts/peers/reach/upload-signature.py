"""botocore signs each request that the program sends, and comes to the same signature; nginx takes the same files by PUT."""

import http.server
import os
import shutil
import subprocess
import sys
import threading

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from upload_rig import KEY, SECRET, accepts, environment, files, free_port, wait_for

tatecast, out, clip = sys.argv[1:4]
shutil.rmtree(out, ignore_errors=True)
os.makedirs(out)
show = os.path.join(out, "show")
subprocess.run([tatecast, "render", clip, "-o", show, "--duration", "4", "--quiet"], check=True, stdout=subprocess.DEVNULL)
checked, wrong = [], []


class Fixed(S3SigV4Auth):
    """At the time of the request, which add_auth() would take from the clock."""

    def signature_of(self, request, headers):
        request.context["timestamp"] = headers["x-amz-date"]
        request.context["payload_signing_enabled"] = True
        canonical = self.canonical_request(request)
        return self.signature(self.string_to_sign(request, canonical), request)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        authorization = self.headers["authorization"]
        names = authorization.split("SignedHeaders=")[1].split(",")[0].split(";")
        request = AWSRequest(
            method=self.command, url=f"http://{self.headers['host']}{self.path}", data=body,
            headers={name: self.headers[name] for name in names})
        signer = Fixed(Credentials(KEY, SECRET, "a/session+token=="), "s3", "eu-west-1")
        signature = signer.signature_of(request, self.headers)
        (checked if authorization.endswith(f"Signature={signature}") else wrong).append(self.path)
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    do_DELETE = do_PUT

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"s3://shop/sommer%20%C3%BC+(1)/42?region=eu-west-1&endpoint=http://127.0.0.1:{server.server_port}"
subprocess.run([tatecast, "upload", show, url], env=environment(AWS_SESSION_TOKEN="a/session+token=="), check=True)
assert not wrong and len(checked) >= len(files(show)), (wrong[:5], len(checked))

# nginx with a password.
port, root = free_port(), os.path.join(out, "root")
os.makedirs(root)
with open(os.path.join(out, "users"), "w") as users:
    users.write("shop:{PLAIN}s3cret\n")
with open(os.path.join(out, "nginx.conf"), "w") as conf:
    conf.write(f"""daemon off; user root; pid {out}/pid; error_log {out}/error.log;
events {{}}
http {{
    client_body_temp_path {out}/body; access_log off;
    server {{
        listen 127.0.0.1:{port}; root {root}; client_max_body_size 64m;
        location / {{ dav_methods PUT DELETE; create_full_put_path on; auth_basic shop; auth_basic_user_file {out}/users; }}
    }}
}}
""")
nginx = subprocess.Popen(["nginx", "-c", os.path.join(out, "nginx.conf")])
try:
    wait_for(lambda: accepts(port), 10, "nginx listens")
    web = f"http://127.0.0.1:{port}/shows/42"
    with open(os.path.join(out, "password"), "w") as file:
        file.write("s3cret\n")
    right = environment(TATECAST_UPLOAD_USER="shop", TATECAST_UPLOAD_PASSWORD_FILE=os.path.join(out, "password"))
    subprocess.run([tatecast, "upload", show, web], env=right, check=True)
    assert files(show) == files(os.path.join(root, "shows/42"))
    result = subprocess.run([tatecast, "upload", show, web], env=environment(), capture_output=True, text=True)
    assert result.returncode == 69 and "not allowed (401" in result.stderr, result
finally:
    nginx.terminate()
    nginx.wait()
print(f"{len(checked)} requests signed as by botocore; {len(files(show))} files in nginx's folder")
