# Has other people's software read subtitle tracks: of a finished show, and on air. Read by scripts/test-peers.

show=$out/captions
players=scripts/peers/captions
words=$out/words.en.vtt
scripts/install-packages python3 python3-pip
python3 "$players/write-words.py" "$words"
"$tatecast" render samples/cup.mp4 --preset presets/minimal.yaml --captions "en=$words" --output "$show" --duration 6 --quiet

peer webvtt-py "python3-venv" "webvtt-py==0.5.1 m3u8==6.0.0" "$venv/bin/python" "$players/read-tracks.py" "$show"
peer ffmpeg "ffmpeg" "" "$players/read-with-ffmpeg" "$show"
peer mpv "mpv" "" "$players/play-in-mpv" "$show/master.m3u8"

if has_hls_js hls.js; then
    peer hls.js "chromium python3-venv" "playwright==1.65.2" \
        "$venv/bin/python" "$players/watch-with-hlsjs.py" "$tatecast" "$words" "$hls_js"
fi
