# Has players watch a broadcast on air. Read by scripts/test-peers.

# shellcheck source=scripts/peers/on-air
source scripts/peers/on-air
players=scripts/peers/hls

if has_hls_js hls.js; then
    peer hls.js "chromium python3-venv" "playwright==1.65.2" \
        "$venv/bin/python" "$players/watch-with-hlsjs.py" "$address" "$hls_js" "$out/hlsjs.png"
fi
peer chromium "chromium python3-venv" "playwright==1.65.2" \
    "$venv/bin/python" "$players/watch-in-chromium.py" "$address" "$out/chromium.png"
peer gstreamer \
    "gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-libav" \
    "" "$players/watch-in-gstreamer" "$address"
peer mpv "mpv" "" "$players/watch-in-mpv" "$address"
peer ffprobe "ffmpeg python3" "" python3 "$players/probe.py" "$address"
peer m3u8 "python3-venv" "m3u8==6.0.0" "$venv/bin/python" "$players/read-playlists.py" "$address"
