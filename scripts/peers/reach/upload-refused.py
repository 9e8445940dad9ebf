"""What a shop gets wrong, and what a server says when it has too much to do."""

import os
import shutil
import subprocess
import sys
import time

from upload_rig import KEY, SECRET, Bucket, Live, Way, environment, files, wait_for

tatecast, out, rclone, clip = sys.argv[1:5]
shutil.rmtree(out, ignore_errors=True)
os.makedirs(out)
bucket = Bucket(rclone, os.path.join(out, "bucket"))
way = Way(bucket.port)
endpoint = f"endpoint=http://127.0.0.1:{way.port}"


def refused(url, status, words, **more):
    folder = os.path.join(out, "none")
    result = subprocess.run(
        [tatecast, "live", "--input", clip, "--output", folder, "--upload", url], env=environment(**more),
        capture_output=True, text=True, timeout=30)
    assert result.returncode == status, (url, result)
    assert words in result.stderr and SECRET not in result.stderr, result.stderr
    assert not os.path.exists(folder), os.listdir(folder)


refused(f"s3://shop/x?{endpoint}", 69, "not allowed (403", AWS_SECRET_ACCESS_KEY="wrong" * 8)
refused(f"s3://nobody/x?{endpoint}", 69, "no such bucket")
refused(f"s3://shop/x?{endpoint}", 69, "no credentials", AWS_ACCESS_KEY_ID="", HOME=out)
refused(f"s3://{KEY}:{SECRET}@shop/x", 64, "leave them out")
body = b"<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message><Region>eu-west-1</Region></Error>"
way.answer = b"HTTP/1.1 301 Moved\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s" % (len(body), body)
refused(f"s3://shop/x?{endpoint}", 69, "region=eu-west-1")

# Too much to do: it is waited for as long as it asks.
body = b"<Error><Code>SlowDown</Code><Message>slow down</Message></Error>"
way.answer = b"HTTP/1.1 503 Slow Down\r\nretry-after: 2\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s" % (
    len(body), body)
stored = os.path.join(bucket.folder, "x")

live = Live(tatecast, clip, os.path.join(out, "live.log"), "--upload", f"s3://shop/x?{endpoint}", "--upload-gzip")
time.sleep(5)
assert live.state()["upload"]["stored"] == 0 and live.state()["upload"]["retries"] <= 6, live.state()["upload"]
assert "SlowDown" in live.state()["upload"]["error"]
way.answer = None
wait_for(lambda: os.path.exists(os.path.join(stored, "master.m3u8")), 15, "the bucket has the show")
# From memory alone.
assert live.end() == 0
media = [name for name in files(stored) if name.endswith(".m4s")]
with open(os.path.join(stored, "v270x480/playlist.m3u8"), "rb") as file:
    assert file.read(2) == b"\x1f\x8b"
bucket.close()
print(f"5 refusals in words, before anything was written; {len(media)} segments after a SlowDown, from memory")
