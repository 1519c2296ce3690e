"""What the tests of the door run in the child: it dies in every way that readers die, and a few more."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path
from typing import Any

from footpath.base import BadInputError, Place, Problem, UsageError


def echo(argument: dict[str, Any], folder: Path) -> dict[str, Any]:
    return {"argument": argument, "folder": str(folder), "here": str(Path.cwd()), "pid": os.getpid()}


def write(argument: dict[str, Any], folder: Path) -> dict[str, Any]:
    (folder / "out.txt").write_text("made", "utf-8")
    (folder / "parts").mkdir()
    (folder / "parts" / "a.txt").write_text("a", "utf-8")
    if argument.get("then"):
        raise ValueError("stumbled")
    return {"file": "out.txt"}


def complain(argument: dict[str, Any], folder: Path) -> dict[str, Any]:
    raise BadInputError(
        Problem(code="file-empty", message="nothing here", place=Place("a.csv", 3), help="Look."),
        Problem(code="file-cut-short", message="and cut"),
    )


def misuse(argument: dict[str, Any], folder: Path) -> dict[str, Any]:
    raise UsageError(Problem(code="file-empty", message="not like this"))


def die(argument: dict[str, Any], folder: Path) -> dict[str, Any]:
    (folder / "half.parquet").write_bytes(b"PAR1")
    how = argument["how"]
    if how == "exit":
        os._exit(7)
    if how == "exit-0":
        os._exit(0)
    if how == "raise":
        raise ZeroDivisionError("division by zero")
    if how == "memory":
        return {"n": len(b"x" * (1 << 40))}
    if how == "spin":
        while True:
            pass
    if how == "sleep":
        signal.pause()
    if how == "deep":
        return die_deep(0)
    if how == "no-json":
        return {"x": object()}
    if how == "disk":
        (folder / "much").write_bytes(b"x" * (4 << 20))
    if how == "system-exit":
        raise SystemExit(3)
    os.kill(os.getpid(), getattr(signal, how))
    signal.pause()
    return {}


def die_deep(n: int) -> dict[str, Any]:
    return die_deep(n + 1)


def call_out(argument: dict[str, Any], folder: Path) -> dict[str, Any]:
    try:
        with socket.create_connection(("127.0.0.1", argument["port"]), timeout=2):
            return {"out": True}
    except OSError as error:
        return {"out": False, "why": str(error)}


def call_out_natively(argument: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Connect by the C library alone, which no Python hook sees."""
    import ctypes
    import struct

    library = ctypes.CDLL(None, use_errno=True)
    descriptor = library.socket(2, 1, 0)
    address = struct.pack(
        "<HH4s8x", 2, int.from_bytes(argument["port"].to_bytes(2, "big"), "little"), bytes((127, 0, 0, 1))
    )
    return {"out": library.connect(descriptor, address, len(address)) == 0}


def environment(argument: dict[str, Any], folder: Path) -> dict[str, Any]:
    return dict(os.environ)


def walls(argument: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Tell which wall stands before the network: only the first one can be told from inside, by its devices."""
    devices = Path("/proc/net/dev").read_text("utf-8").splitlines()[2:]
    return {
        "network": "namespace" if [line.split(":")[0].strip() for line in devices] == ["lo"] else "refusal"
    }


def read_file(argument: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Read a file as the room does, and tell what came."""
    from footpath.evidence.limits import Limits
    from footpath.evidence.raw import ReadOptions, read_raw

    limits = Limits.from_json(argument["limits"]) if "limits" in argument else Limits()
    raw = read_raw(Path(argument["path"]), ReadOptions.from_json(argument.get("how", {})), limits=limits)
    return {
        "rows": raw.table.num_rows,
        "facts": raw.facts.to_json(),
        "aside": [aside.to_json() for aside in raw.aside],
    }


def read_files(argument: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Read several files in one child."""
    return {name: read_file({"path": path}, folder) for name, path in argument["files"].items()}
