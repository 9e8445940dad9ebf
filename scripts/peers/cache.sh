# Has caches stand before a broadcast on air, with the settings that docs/cdn.md gives, and looks at it through them: nginx below a
# path's prefix, Varnish with its built-in rules, and one behind the other. Read by scripts/test-peers.

# shellcheck source=scripts/peers/on-air
source scripts/peers/on-air
caches=scripts/peers/cache

peer nginx "nginx-light python3" "" python3 "$caches/look-through.py" "$tatecast" "$address" nginx
peer varnish "varnish python3" "" python3 "$caches/look-through.py" "$tatecast" "$address" varnish
peer two-caches "nginx-light varnish python3" "" python3 "$caches/look-through.py" "$tatecast" "$address" nginx varnish
peer visitors "nginx-light python3" "" python3 "$caches/count-visitors.py" "$tatecast"
if has_hls_js hls.js; then
    peer hls.js "nginx-light varnish chromium python3-venv" "playwright==1.65.2" \
        "$venv/bin/python" "$caches/watch-through.py" "$address" "$hls_js"
fi
peer page "nginx-light chromium python3-venv zbar-tools" "playwright==1.65.2" \
    "$venv/bin/python" "$caches/open-page.py" "$address"
