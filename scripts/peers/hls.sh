# Has players watch a broadcast on air: ffmpeg publishes a clip with a clock in its pictures over RTMP, tatecast serves it.
# Read by scripts/test-peers.

scripts/install-packages python3 python3-pip ffmpeg
players=scripts/peers/hls
hls_js=$work/hls.js

# The shell that makes it may come second.
: >"$work/hls-broadcast.log"
python3 "$players/broadcast.py" "$tatecast" "$out/broadcast" >"$work/hls-broadcast.log" 2>&1 &
broadcast=$!
trap 'kill "$broadcast" 2>/dev/null || true; wait "$broadcast" || true' EXIT
for _ in {1..300}; do
    address=$(sed -n 's/^on air: //p' "$work/hls-broadcast.log")
    [[ -z $address ]] || break
    kill -0 "$broadcast" 2>/dev/null || { cat "$work/hls-broadcast.log" >&2; exit 1; }
    sleep 0.2
done
[[ -n $address ]] || { cat "$work/hls-broadcast.log" >&2; exit 1; }

# hls.js is in no package of Debian's, and in none of PyPI's by itself.
if [[ -e $hls_js ]] || python3 scripts/low_latency/tools.py "$hls_js" >"$work/hls-fetch.log" 2>&1; then
    peer hls.js "chromium python3-venv" "playwright==1.65.2" \
        "$venv/bin/python" "$players/watch-with-hlsjs.py" "$address" "$hls_js" "$out/hlsjs.png"
else
    skip hls.js "it can't be fetched: $(tail -n 1 "$work/hls-fetch.log")"
fi
peer chromium "chromium python3-venv" "playwright==1.65.2" \
    "$venv/bin/python" "$players/watch-in-chromium.py" "$address" "$out/chromium.png"
peer gstreamer \
    "gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-libav" \
    "" "$players/watch-in-gstreamer" "$address"
peer mpv "mpv" "" "$players/watch-in-mpv" "$address"
peer ffprobe "ffmpeg python3" "" python3 "$players/probe.py" "$address"
peer m3u8 "python3-venv" "m3u8==6.0.0" "$venv/bin/python" "$players/read-playlists.py" "$address"
