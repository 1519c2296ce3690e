"""Environments for the packages that Footpath is compared with; none is a dependency of it."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

VERSIONS = {
    "plain": ("polars==2.1.0", "duckdb==2.0.0", "numpy", "pyarrow"),
    "pm4py": ("pm4py==2.7.23.11", "pyarrow"),
    "retentioneering": ("retentioneering==5.2.4", "pyarrow"),
}
"""The packages of each environment, pinned to what was measured."""


def python_of(name: str, folder: Path) -> Path:
    """Return the interpreter of an environment under `folder`, made now where it is not there (from PyPI)."""
    base = folder / name
    python = base / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = base / "done"
    wanted = "\n".join(VERSIONS[name])
    if done.is_file() and done.read_text() == wanted:
        return python
    print(f"making an environment for {name}", file=sys.stderr, flush=True)
    venv.create(base, with_pip=True, clear=True)
    subprocess.run(
        [python, "-m", "pip", "install", "-qq", *VERSIONS[name]], check=True, stderr=subprocess.DEVNULL
    )
    if name == "retentioneering":  # it reports its use to its makers through this package
        subprocess.run([python, "-m", "pip", "uninstall", "-qq", "--yes", "posthog"], check=True)
    done.write_text(wanted)
    return python
