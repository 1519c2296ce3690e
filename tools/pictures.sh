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

# Charts, of the invented click-stream that comes with retentioneering 5.2.4 (Apache-2.0); nothing is drawn where it is missing.
clicks=../shared/data/rete_ecom/ecom.csv.gz
[ -f "$clicks" ] || exit 0
chart() {
    name=$1
    question=$2
    shift 2
    .venv/bin/python -m footpath mine "$question" "$clicks" "$@" -o "build/$name.svg" --quiet
    shot "build/$name.svg" "$out/$name.png"
}
chart chart-transitions transitions --within session
chart chart-funnel funnel --steps product_view,add_to_cart,cart,shipping_details,payment_details,purchase
chart chart-flows flows --within session
chart chart-retention retention --period week
chart chart-life-cycle lifecycle --period week
chart chart-outcomes outcomes --start product_view --goal purchase --by platform --curve
