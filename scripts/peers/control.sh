# Has Chromium press the preview's buttons, and looks for what they do in the pictures of its video. Read by
# scripts/test-peers.

presets=$work/control-presets
rm -rf "$presets"
mkdir -p "$presets"
# A copy, since the test breaks one and mends it.
cp -r presets "$presets/"
timeout 240 "$tatecast" preview "$presets/presets/beauty.yaml" --input samples/cup.mp4 --quiet \
    >"$work/preview.address" 2>"$work/preview.log" &
preview=$!
trap 'kill "$preview" 2>/dev/null || true' EXIT
for _ in {1..150}; do
    [[ ! -s $work/preview.address ]] || break
    sleep 0.1
done
address=$(head -n 1 "$work/preview.address")
[[ -n $address ]] || { cat "$work/preview.log" >&2; exit 1; }

peer preview "chromium python3-venv" "playwright==1.65.2" \
    "$venv/bin/python" scripts/peers/control/press-buttons.py "$address" "$presets/presets/beauty.yaml" "$out"
