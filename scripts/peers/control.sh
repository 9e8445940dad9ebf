# Has Chromium press the preview's buttons, and looks for what they do in the pictures of its video. Read by
# scripts/test-peers.

presets=$work/control-presets
rm -rf "$presets"
mkdir -p "$presets"
# A copy, since the test breaks one and mends it.
cp -r presets "$presets/"
previews=()
trap 'kill "${previews[@]}" 2>/dev/null || true' EXIT

# preview NAME OPTION...: starts one, and sets `address` to its page's.
preview() {
    local name=$1
    shift
    rm -f "$work/$name.address"
    timeout 240 "$tatecast" preview "$@" --quiet >"$work/$name.address" 2>"$work/$name.log" &
    previews+=($!)
    for _ in {1..150}; do
        [[ ! -s $work/$name.address ]] || break
        sleep 0.1
    done
    address=$(head -n 1 "$work/$name.address")
    [[ -n $address ]] || { cat "$work/$name.log" >&2; exit 1; }
}

preview preview "$presets/presets/beauty.yaml" --input samples/cup.mp4
peer preview "chromium python3-venv" "playwright==1.65.2" \
    "$venv/bin/python" scripts/peers/control/press-buttons.py "$address" "$presets/presets/beauty.yaml" "$out"
kill "${previews[@]}" 2>/dev/null || true
previews=()

events=samples/cup-beauty.events.ndjson
preview timeline presets/beauty.yaml --input samples/cup.mp4 --events "$events"
peer timeline "chromium python3-venv" "playwright==1.65.2" \
    "$venv/bin/python" scripts/peers/control/use-timeline.py "$address" "$events" "$out"
kill "${previews[@]}" 2>/dev/null || true
previews=()

printf 'name: follow\ncanvas: {width: 360, height: 640, frameRate: 30}\nreframe: {mode: follow}\nlayers: []\n' >"$presets/follow.yaml"
preview follow "$presets/follow.yaml" --input samples/seller.mp4
peer hold "chromium python3-venv" "playwright==1.65.2" \
    "$venv/bin/python" scripts/peers/control/hold-the-crop.py "$address" "$out"
