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

peer push-nginx "python3 ffmpeg nginx-light libnginx-mod-rtmp" "" \
    python3 scripts/peers/reach/push-nginx.py "$tatecast" "$work/reach-push-nginx"
peer push-self "python3 ffmpeg openssl" "" \
    python3 scripts/peers/reach/push-self.py "$tatecast" "$work/reach-push-self"
peer push-srt "python3 ffmpeg srt-tools" "" \
    python3 scripts/peers/reach/push-srt.py "$tatecast" "$work/reach-push-srt"
peer push-broken "python3 ffmpeg nginx-light libnginx-mod-rtmp" "" \
    python3 scripts/peers/reach/push-broken.py "$tatecast" "$work/reach-push-broken"
