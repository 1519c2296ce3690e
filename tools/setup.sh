#!/bin/sh
# Makes the environment `.venv` from the lock file. Needs Python 3.11 or newer, and nothing else that was installed by hand:
# uv comes into a folder of its own, so that the project's environment holds what the lock names and no more.
set -eu
cd "$(dirname "$0")/.."

stamp=.venv/.made-from
now=$(cat pyproject.toml uv.lock | cksum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ] && [ -x .venv/bin/python ]; then
    exit 0
fi

python=${PYTHON:-}
if [ -z "$python" ]; then
    for candidate in python3.11 python3.12 python3.13 python3.14 python3; do
        if command -v "$candidate" >/dev/null 2>&1 \
            && "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null; then
            python=$(command -v "$candidate")
            break
        fi
    done
fi
if [ -z "$python" ]; then
    echo "Footpath needs Python 3.11 to 3.14, and none was found; on Debian: apt-get install python3" >&2
    exit 2
fi

uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    if [ ! -x build/uv/bin/uv ]; then
        if ! "$python" -m venv build/uv 2>/dev/null || [ ! -x build/uv/bin/pip ]; then
            # Debian ships the module venv apart from Python
            echo "installing python3-venv, which Debian keeps apart from Python" >&2
            root=""
            [ "$(id -u)" = 0 ] || root=sudo
            $root apt-get update -qq && $root apt-get install -y -qq python3-venv >/dev/null
            rm -rf build/uv
            "$python" -m venv build/uv
        fi
        build/uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'
    fi
    uv=build/uv/bin/uv
fi

# what tools/engines.sh has brought stays
group=""
[ ! -f build/with-engines ] || group="--group engines"

# bytecode is compiled once here, not at each first import of a command
"$uv" sync --frozen --quiet --compile-bytecode --python "$python" $group
printf '%s\n' "$now" >"$stamp"
