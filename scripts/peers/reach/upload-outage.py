"""A bucket that is away for a while, a worker that is killed meanwhile, and one that is asked to end: nothing is missing in the bucket."""

import json
import os
import shutil
import subprocess
import sys
import time

from upload_rig import Bucket, Live, Watch, Way, environment, files, wait_for

tatecast, out, rclone, clip, *rest = sys.argv[1:]
away = float(rest[0]) if rest else 6
shutil.rmtree(out, ignore_errors=True)
os.makedirs(out)
folder, log = os.path.join(out, "show"), os.path.join(out, "live.log")
bucket = Bucket(rclone, os.path.join(out, "bucket"))
way = Way(bucket.port)
url = f"s3://shop/shows/42?endpoint=http://127.0.0.1:{way.port}"
stored = os.path.join(bucket.folder, "shows/42")
watch = Watch(stored, patience=0.5)
words = ["--record", "--drain", "1", "--upload", url]

# Away for a while.
live = Live(tatecast, clip, log, *words, output=folder)
assert live.ready["upload"] == "s3://shop/shows/42/master.m3u8", live.ready
wait_for(lambda: os.path.exists(os.path.join(stored, "master.m3u8")), 15, "the bucket has the show")
way.away(True)
time.sleep(away)
way.away(False)
begin = time.monotonic()
wait_for(lambda: live.state()["upload"]["behind"] < 1, 20, "it has caught up")
seconds = time.monotonic() - begin
assert live.state()["upload"]["lost"] == 0, live.state()

# Killed during an outage; the same command goes on.
way.away(True)
time.sleep(3)
live.process.kill()
live.process.wait()
live = Live(tatecast, clip, log, *words, output=folder)
time.sleep(2)
way.away(False)
wait_for(lambda: live.state()["upload"]["pending"] == 0, 20, "it has caught up")

# Asked to end during an outage.
time.sleep(2)
way.away(True)
time.sleep(3)
begin = time.monotonic()
status = live.end(60)
assert status == 75, status
with open(log) as text:
    said = json.loads(text.read().splitlines()[-1])["message"]
assert f"tatecast upload {folder} '{url}'" in said, said
way.away(False)
subprocess.run([tatecast, "upload", folder, url], env=environment(), check=True)
looks = watch.end()
ours, theirs = files(folder), files(stored)
assert ours.keys() == theirs.keys(), sorted(ours.keys() ^ theirs.keys())[:10]
assert ours == theirs, [name for name in ours if ours[name] != theirs[name]]
# What a restarted broadcast takes is measured from the restart on, here as in the folder.
subprocess.run(
    [tatecast, "verify", "--except", "bandwidth", os.path.join(stored, "master.m3u8")], check=True, stdout=subprocess.DEVNULL)
bucket.close()
print(f"{len(ours)} files, {away:.0f} s away: all there {seconds:.1f} s later; {looks} playlists read, 0 named what wasn't there")
