#!/bin/sh
# Renders the pictures of the docs from the demo, with Debian's Chromium. Look at them before you commit them.
set -eu
cd "$(dirname "$0")/.."
sh tools/browser.sh
out=docs/pictures
mkdir -p "$out" build
[ -d build/demo ] || .venv/bin/python -m footpath demo build/demo --no-open --quiet
# a scene is measured in points, a browser's window in pixels of 3/4 of a point
size() {
    sed -n '1s/.*width="\([0-9.]*\)pt" height="\([0-9.]*\)pt".*/\1 \2/p' "$1" | awk '{printf "%d,%d", $1 * 4 / 3 + 0.99, $2 * 4 / 3 + 0.99}'
}
shot() {
    profile=$(mktemp -d)
    chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$profile" \
        --window-size="$(size "$1")" --force-device-scale-factor=1.25 --virtual-time-budget=3000 \
        --screenshot="$2" "file://$PWD/$1" >/dev/null 2>&1
    rm -rf "$profile"
    echo "made $2"
}
for map in build/demo/maps/*.svg; do
    case "$map" in
        */card.svg) shot "$map" "$out/words.png" ;;
        *) shot "$map" "$out/demo.png" ;;
    esac
done
