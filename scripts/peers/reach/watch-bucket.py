"""hls.js in Chromium plays a broadcast from a bucket that a web server shows: watch-bucket.py TATECAST FOLDER RCLONE HLS.JS"""

import os
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
from low_latency import player  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from upload_rig import MORTAL, Bucket, Live, accepts, free_port, wait_for  # noqa: E402

SECONDS = 10
tatecast, out, rclone, hls_js = sys.argv[1:]
shutil.rmtree(out, ignore_errors=True)
os.makedirs(out)
bucket = Bucket(rclone, os.path.join(out, "bucket"))
port = free_port()
with open(os.path.join(out, "nginx.conf"), "w") as conf:
    conf.write(f"""daemon off; user root; pid {out}/pid; error_log {out}/error.log;
events {{}}
http {{
    access_log off; types {{ application/vnd.apple.mpegurl m3u8; video/mp4 m4s mp4; }}
    server {{ listen 127.0.0.1:{port}; root {bucket.folder}; add_header Access-Control-Allow-Origin *; }}
}}
""")
nginx = subprocess.Popen([*MORTAL, "nginx", "-c", os.path.join(out, "nginx.conf")])
url = f"s3://shop/42?endpoint=http://127.0.0.1:{bucket.port}"
live = Live(
    tatecast, "samples/cup.mp4", os.path.join(out, "live.log"), "--preset", "presets/flash-sale.yaml", "--upload", url, "--public-url",
    f"http://127.0.0.1:{port}/42", preset=None)
try:
    master = live.ready["play"]
    assert master == f"http://127.0.0.1:{port}/42/master.m3u8", live.ready
    wait_for(lambda: accepts(port) and os.path.exists(os.path.join(bucket.folder, "42/master.m3u8")), 20, "the bucket has the show")
    time.sleep(4)
    with sync_playwright() as playwright:
        browser = player.launch(playwright)
        pages = player.Pages(hls_js)
        page, _ = player.open_page(browser, pages.url(master, {}))
        page.wait_for_timeout(SECONDS * 1000)
        facts = page.evaluate("summary()")
        page.context.close()
        browser.close()
finally:
    status = live.end()
    nginx.terminate()
    nginx.wait()
    bucket.close()
facts.pop("frames", None)
print(facts)
assert status == 0, status
assert facts["fatal"] is None and facts["firstFrame"] is not None, "no picture"
print(f"hls.js {facts['version']} played {facts['total']} pictures in {SECONDS} s from the bucket")
