#!/bin/sh
# Bring what `make test-engines` needs beside the environment: Java for Spark, and the packages of the engines (the
# dependency group `engines` of pyproject.toml, as the lock names them). Says why where something cannot be had.
set -eu
cd "$(dirname "$0")/.."

cannot() {
    echo "engines.sh: $1; the tests of Spark need Java 17 or newer" >&2
    exit 1
}

if ! command -v java >/dev/null 2>&1 && ! [ -x "${JAVA_HOME:-/nowhere}/bin/java" ]; then
    command -v apt-get >/dev/null 2>&1 || cannot "there is no Java, and no apt-get to install it with"
    if [ "$(id -u)" = 0 ]; then
        as=""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as="sudo -n"
    else
        cannot "there is no Java, and neither root nor sudo may install it"
    fi
    echo "installing Java, which Spark runs on" >&2
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    $as env DEBIAN_FRONTEND=noninteractive apt-get -q update >"$log" 2>&1 || true
    # Newer Debians have no 17, but a later one that is the default.
    found=""
    for package in openjdk-17-jre-headless default-jre-headless; do
        if $as env DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends "$package" >>"$log" 2>&1; then
            found=$package
            break
        fi
    done
    [ -n "$found" ] || cannot "apt-get could not install Java: $(grep -v '^$' "$log" | tail -n 1)"
fi

# The environment has the engines from now on, also when it is made anew. (Not marked in .venv: uv may make that anew itself.)
if ! [ -f build/with-engines ]; then
    mkdir -p build
    : >build/with-engines
    rm -f .venv/.made-from
fi
tools/setup.sh
