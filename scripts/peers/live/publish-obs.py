"""OBS publishes without a screen, by its own settings: keyframes 8.3 s apart."""

import json
import os
import shutil
import time

from rig.broadcast import KEY, Broadcast, Peer, arguments
from rig.media import source
from rig.show import sent_offsets

tatecast, media, out, _ = arguments()
clip = source(media)
recording = os.path.join(out, "source.mkv")
with Broadcast(tatecast, out, "--record-source", recording) as broadcast:
    home = os.path.join(out, "home")
    settings = os.path.join(home, ".config", "obs-studio")
    profile = os.path.join(settings, "basic", "profiles", "T")
    scenes = os.path.join(settings, "basic", "scenes")
    for folder in (profile, scenes):
        os.makedirs(folder)
    with open(os.path.join(settings, "global.ini"), "w", encoding="utf-8") as file:
        file.write(
            "[General]\nFirstRun=true\nInfoIncrement=99\nLastVersion=486539264\nEnableAutoUpdates=false\n\n"
            "[Basic]\nProfile=T\nProfileDir=T\nSceneCollection=T\nSceneCollectionFile=T\n\n[Video]\nRenderer=OpenGL\n")
    with open(os.path.join(profile, "basic.ini"), "w", encoding="utf-8") as file:
        file.write(
            "[General]\nName=T\n\n[Output]\nMode=Simple\n\n[SimpleOutput]\nVBitrate=1500\nStreamEncoder=x264\nPreset=ultrafast\n"
            "UseAdvanced=true\n\n[Video]\nBaseCX=640\nBaseCY=360\nOutputCX=640\nOutputCY=360\nFPSCommon=30\n\n"
            "[Audio]\nSampleRate=48000\nChannelSetup=Stereo\n")
    with open(os.path.join(profile, "service.json"), "w", encoding="utf-8") as file:
        json.dump({"type": "rtmp_custom", "settings": {
            "server": broadcast.ready["publish"], "key": KEY, "use_auth": False}}, file)
    with open(os.path.join(scenes, "T.json"), "w", encoding="utf-8") as file:
        # mixers: heard on the track that is published.
        clip_source = {
            "id": "ffmpeg_source", "versioned_id": "ffmpeg_source", "name": "clip", "enabled": True, "mixers": 255,
            "volume": 1.0, "settings": {"local_file": clip, "is_local_file": True, "looping": True}}
        scene = {"id": "scene", "versioned_id": "scene", "name": "S", "enabled": True, "settings": {
            "custom_size": False, "id_counter": 1,
            "items": [{"name": "clip", "id": 1, "visible": True, "pos": {"x": 0, "y": 0}, "scale": {"x": 1, "y": 1}}]}}
        json.dump({"name": "T", "current_scene": "S", "current_program_scene": "S", "scene_order": [{"name": "S"}],
                   "sources": [clip_source, scene]}, file)
    environment = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": os.path.join(home, ".config"), "LIBGL_ALWAYS_SOFTWARE": "1"}
    obs = ["obs", "--startstreaming", "--multi", "--collection", "T", "--profile", "T", "--minimize-to-tray"]
    with Peer(["xvfb-run", "-a", "-s", "-screen 0 800x600x24", *obs], log=os.path.join(out, "publisher.log"),
              env=environment, cwd=out):
        broadcast.wait_for("the source's picture is on air", 40)
        time.sleep(11)
    broadcast.wait_for("off air", 5)
shutil.rmtree(home)
# OBS aligns pictures and sound of a media file to no better than one of its pictures.
print(broadcast.show.check(9, least=3, sent=sent_offsets(recording)))
broadcast.show.still(broadcast.show.live_stretches()[0][0] + 60, os.path.join(out, "picture.png"))
