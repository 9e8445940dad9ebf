# Publishers, and servers to pull from, feed a broadcast; its pictures, sound and timeline are measured. Read by scripts/test-peers.

scripts/install-packages python3
media=$work/live
rm -rf "$media"
mkdir -p "$media"

# live NAME "PACKAGES" "PYPI PACKAGES" SCRIPT WORD...: one of scripts/peers/live.
live() {
    local name=$1 packages=$2 wheels=$3 script=$4 python=python3
    shift 4
    [[ -z $wheels ]] || python=$venv/bin/python
    peer "$name" "ffmpeg $packages" "$wheels" "$python" "scripts/peers/live/$script" "$tatecast" "$media" "$out/$name" "$@"
}

gstreamer="gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad
    gstreamer1.0-plugins-ugly gstreamer1.0-libav"

live ffmpeg-rtmp "" "" publish-ffmpeg.py rtmp
live ffmpeg-rtmps "openssl" "" publish-ffmpeg.py rtmps
live ffmpeg9-hevc "python3-venv" "imageio-ffmpeg==0.8.1" publish-ffmpeg9.py hevc
live ffmpeg9-av1 "python3-venv" "imageio-ffmpeg==0.8.1" publish-ffmpeg9.py av1
live gstreamer "$gstreamer" "" publish-gstreamer.py
live librtmp "librtmp1" "" publish-librtmp.py
live obs "obs-studio xvfb xauth" "" publish-obs.py
live nginx "nginx-light libnginx-mod-rtmp" "" pull-nginx.py
live srt-listener "" "" pull-srt.py listener
live srt-caller "srt-tools" "" pull-srt.py caller
live hls "" "" pull-hls.py
live file "" "" play-file.py
live killed "" "" change-publisher.py killed
live takeover "" "" change-publisher.py takeover
live captions "" "" carry-captions.py
live levels "" "" level-voices.py
live follow "" "" follow-seller.py
live fight "" "" fight.py
live wrong-keys "" "" meet-strangers.py keys
live slow-loris "" "" meet-strangers.py loris
if has_hls_js visit; then
    live visit "chromium python3-venv" "playwright==1.65.2 axe-playwright-python==0.1.8" visit.py "$hls_js"
fi
