# Has a show go everywhere: other people's software gets what leaves this machine. Read by scripts/test-peers.

peer webhooks "python3-venv" "standardwebhooks==1.0.0" \
    "$venv/bin/python" scripts/peers/reach/receive-webhooks.py "$tatecast" "$work/reach-webhooks"

hls_js=$work/hls.js
scripts/install-packages python3 python3-pip
if [[ -e $hls_js ]] || python3 scripts/low_latency/tools.py "$hls_js" >"$work/hls-fetch.log" 2>&1; then
    peer token "chromium python3-venv" "playwright==1.65.2" \
        "$venv/bin/python" scripts/peers/reach/watch-with-token.py "$tatecast" "$hls_js" "$out/token"
else
    skip token "hls.js can't be fetched: $(tail -n 1 "$work/hls-fetch.log")"
fi

peer orchestrator "ffmpeg util-linux" "" \
    python3 scripts/peers/reach/orchestrate.py "$tatecast" "$work/reach-orchestrator"
