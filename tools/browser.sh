#!/bin/sh
# Install Chromium from the system's packages, where it is missing and that is possible. Pages bring their own fonts.
# The tests in tests/browser use it and are skipped without it; no browser is ever downloaded past the package manager.
set -eu

for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done

cannot() {
    echo "browser.sh: no Chromium here, and $1; the browser tests will be skipped" >&2
    exit 0
}

command -v apt-get >/dev/null 2>&1 || cannot "there is no apt-get to install it with"
if [ "$(id -u)" = 0 ]; then
    as=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as="sudo -n"
else
    cannot "neither root nor sudo may install it"
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
    $as env DEBIAN_FRONTEND=noninteractive apt-get -q update >"$log" 2>&1 &&
        $as env DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends chromium >>"$log" 2>&1
}
if ! install; then
    cannot "apt-get could not install it: $(grep -v '^$' "$log" | tail -n 1)"
fi
