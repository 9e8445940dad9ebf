# Renders a sample and has players play it to the end. Read by scripts/test-peers.

show=$out/cup
players=scripts/peers/vod
"$tatecast" render samples/cup.mp4 --preset presets/flash-sale.yaml --events samples/cup.events.ndjson \
    --output "$show" --mp4 "$show.mp4" --quiet

# Players follow a show over HTTP; some read nothing else.
scripts/install-packages python3
python3 -u -m http.server --bind 127.0.0.1 --directory "$show" 0 >"$work/server.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
for _ in {1..100}; do
    port=$(sed -nE 's/^Serving HTTP on .* port ([0-9]+) .*/\1/p' "$work/server.log")
    [[ -z $port ]] || break
    sleep 0.1
done
[[ -n $port ]] || { cat "$work/server.log" >&2; exit 1; }
address=http://127.0.0.1:$port

peer ffprobe "ffmpeg" "" "$players/count-frames" "$show"
peer ffmpeg "ffmpeg" "" "$players/decode-all" "$address/master.m3u8" "$show.mp4"
peer mpv "mpv" "" "$players/play-in-mpv" "$address/master.m3u8"
peer gstreamer \
    "gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-libav" \
    "" "$players/play-in-gstreamer" "$address/master.m3u8"
peer m3u8 "python3-venv" "m3u8==6.0.0 pillow==12.0.0" "$venv/bin/python" "$players/read-playlists.py" "$show"
peer chromium "chromium python3-venv" "playwright==1.65.2" \
    "$venv/bin/python" "$players/play-in-chromium.py" "$address/master.m3u8" "$out/chromium.png"
peer scrub "chromium python3-venv" "playwright==1.65.2" \
    "$venv/bin/python" "$players/scrub-in-chromium.py" "$tatecast" "$show" "$out/scrub.png"
peer zbar "ffmpeg zbar-tools" "" "$players/read-codes" "$tatecast" "$out/codes"

if has_hls_js captions; then
    peer captions "ffmpeg chromium python3-venv" "playwright==1.65.2" \
        "$venv/bin/python" "$players/read-captions-with-hlsjs.py" "$tatecast" "$work/captions" "$hls_js"
fi
