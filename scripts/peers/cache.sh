# Has caches stand before a broadcast on air, with the settings that docs/cdn.md gives, and looks at it through them: nginx below a
# path's prefix, Varnish with its built-in rules, and one behind the other. Read by scripts/test-peers.

scripts/install-packages python3 python3-pip ffmpeg
caches=scripts/peers/cache
hls_js=$work/hls.js

: >"$work/cache-broadcast.log"
python3 scripts/peers/hls/broadcast.py "$tatecast" "$out/broadcast" >"$work/cache-broadcast.log" 2>&1 &
broadcast=$!
trap 'kill "$broadcast" 2>/dev/null || true; wait "$broadcast" || true' EXIT
for _ in {1..300}; do
    address=$(sed -n 's/^on air: //p' "$work/cache-broadcast.log")
    [[ -z $address ]] || break
    kill -0 "$broadcast" 2>/dev/null || { cat "$work/cache-broadcast.log" >&2; exit 1; }
    sleep 0.2
done
[[ -n $address ]] || { cat "$work/cache-broadcast.log" >&2; exit 1; }

peer nginx "nginx-light python3" "" python3 "$caches/look-through.py" "$tatecast" "$address" nginx
peer varnish "varnish python3" "" python3 "$caches/look-through.py" "$tatecast" "$address" varnish
peer two-caches "nginx-light varnish python3" "" python3 "$caches/look-through.py" "$tatecast" "$address" nginx varnish
if [[ -e $hls_js ]] || python3 scripts/low_latency/tools.py "$hls_js" >"$work/cache-fetch.log" 2>&1; then
    peer hls.js "nginx-light varnish chromium python3-venv" "playwright==1.65.2" \
        "$venv/bin/python" "$caches/watch-through.py" "$address" "$hls_js"
else
    skip hls.js "it can't be fetched: $(tail -n 1 "$work/cache-fetch.log")"
fi
peer page "nginx-light chromium python3-venv zbar-tools" "playwright==1.65.2" \
    "$venv/bin/python" "$caches/open-page.py" "$address"
