"""nginx takes the files by PUT: with a password or a token, over HTTP/1.1 and HTTP/2."""

import os
import shutil
import subprocess
import sys

from upload_rig import MORTAL, accepts, environment, files, free_port, wait_for

tatecast, out, clip = sys.argv[1:4]
shutil.rmtree(out, ignore_errors=True)
os.makedirs(out)
show, root = os.path.join(out, "show"), os.path.join(out, "root")
os.makedirs(root)
subprocess.run([tatecast, "render", clip, "-o", show, "--duration", "4", "--quiet"], check=True, stdout=subprocess.DEVNULL)
subprocess.run(
    ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{out}/key.pem",
     "-out", f"{out}/cert.pem", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
    check=True, stderr=subprocess.DEVNULL)
plain, secure = free_port(), free_port()
with open(os.path.join(out, "users"), "w") as users:
    users.write("shop:{PLAIN}s3cret\n")
with open(os.path.join(out, "password"), "w") as file:
    file.write("s3cret\n")
with open(os.path.join(out, "nginx.conf"), "w") as conf:
    conf.write(f"""daemon off; user root; pid {out}/pid; error_log {out}/error.log;
events {{}}
http {{
    client_body_temp_path {out}/body; client_max_body_size 64m;
    log_format words '$server_protocol $request_method $status';
    access_log {out}/access.log words;
    dav_methods PUT DELETE; create_full_put_path on; root {root};
    server {{
        listen 127.0.0.1:{plain};
        location / {{ auth_basic shop; auth_basic_user_file {out}/users; }}
    }}
    server {{
        listen 127.0.0.1:{secure} ssl http2; ssl_certificate {out}/cert.pem; ssl_certificate_key {out}/key.pem;
        location / {{ if ($http_authorization != "Bearer t0ken-of-a-shop") {{ return 403; }} }}
    }}
}}
""")


def upload(url, **more):
    return subprocess.run([tatecast, "upload", show, url], env=environment(**more), capture_output=True, text=True, timeout=60)


nginx = subprocess.Popen([*MORTAL, "nginx", "-c", os.path.join(out, "nginx.conf")])
wait_for(lambda: accepts(plain) and accepts(secure), 10, "nginx listens")
basic = {"TATECAST_UPLOAD_USER": "shop", "TATECAST_UPLOAD_PASSWORD_FILE": os.path.join(out, "password")}
token, trust = {"TATECAST_UPLOAD_TOKEN": "t0ken-of-a-shop"}, {"AWS_CA_BUNDLE": os.path.join(out, "cert.pem")}
for url, secrets, status, words in [
        (f"http://127.0.0.1:{plain}/shows/1", basic, 0, "were stored"),
        (f"http://127.0.0.1:{plain}/shows/1", {}, 69, "not allowed (401"),
        (f"https://localhost:{secure}/shows/2", token | trust, 0, "were stored"),
        (f"https://localhost:{secure}/shows/2", trust, 69, "not allowed (403"),
        (f"https://localhost:{secure}/shows/2", token, 69, "certificate"),
        (f"https://127.0.0.1:{secure}/shows/2", token | trust, 69, "certificate"),
        (f"http://127.0.0.1:{plain}/shows/1", {"TATECAST_UPLOAD_USER": "shop"}, 64, "go together"),
        (f"http://127.0.0.1:{plain}/shows/1", {"TATECAST_UPLOAD_TOKEN_FILE": "/nowhere"}, 66, "/nowhere can't be read")]:
    result = upload(url, **secrets)
    assert result.returncode == status and words in result.stderr, (url, result)
    assert "s3cret" not in result.stderr and "t0ken" not in result.stderr, result
assert files(show) == files(os.path.join(root, "shows/1")) == files(os.path.join(root, "shows/2"))
with open(os.path.join(out, "access.log")) as log:
    lines = log.read().split("\n")
two = sum(line.startswith("HTTP/2.0 PUT 2") for line in lines)
assert two >= len(files(show)), lines
nginx.terminate()
nginx.wait()
print(f"{len(files(show))} files with a password; {two} over HTTP/2 with a token; 6 refusals in words")
