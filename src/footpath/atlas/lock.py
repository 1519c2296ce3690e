"""The lock that keeps two writers off one atlas: a file held by the system, which lets go of it when its process dies.

The file stays where it is and names its holder (host, process, since when) for the message; it is empty while nobody
holds it. A name of another host in it means that the holder died there, or that the file system does not share locks:
then nothing is taken over.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from footpath.atlas.files import is_inside
from footpath.base import BadInputError, Place, Problem

LOCK = ".footpath/lock"
_PAUSE_S = 0.02


@contextmanager
def locked(folder: Path, *, wait_s: float = 5.0, what: str = "footpath") -> Iterator[None]:
    """Hold the lock of an atlas.

    Raises
    ------
    BadInputError
        `atlas-locked` where another process holds it for longer than `wait_s`; `write-failed` where the lock file
        cannot be made.
    """
    path = folder / LOCK
    try:
        path.parent.mkdir(exist_ok=True)
        if not is_inside(folder, path):
            raise BadInputError(
                Problem(
                    code="path-outside-atlas",
                    message="the lock is a link that leads out",
                    place=Place(str(path)),
                )
            )
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(path, flags, 0o666)
    except OSError as error:
        raise BadInputError(
            Problem(
                code="write-failed",
                message=f"the lock file cannot be made: {error.strerror}",
                place=Place(str(path)),
            )
        ) from error
    try:
        _take(descriptor, path, wait_s)
        try:
            _refuse_foreign(descriptor, path)
            _write(descriptor, what)
            yield
            _write(descriptor, "")
        finally:
            _release(descriptor)
    finally:
        os.close(descriptor)


def holder(folder: Path) -> dict[str, object]:
    """Return who holds or held the lock, as its file says; empty where nobody does."""
    with suppress(OSError, ValueError):
        data = json.loads((folder / LOCK).read_text("utf-8") or "{}")
        return data if isinstance(data, dict) else {}
    return {}


def _take(descriptor: int, path: Path, wait_s: float) -> None:
    end = time.monotonic() + wait_s
    while not _try(descriptor):
        if time.monotonic() >= end:
            held = holder(path.parent.parent)
            by = f"{held.get('what', 'another process')} (process {held.get('pid', '?')} on {held.get('host', '?')}, since {held.get('since', '?')})"
            raise BadInputError(
                Problem(
                    code="atlas-locked",
                    message=f"the atlas is held by {by}",
                    place=Place(str(path.parent.parent)),
                    help="Wait until it is done, or stop that process; then try again.",
                )
            )
        time.sleep(_PAUSE_S)


def _refuse_foreign(descriptor: int, path: Path) -> None:
    held = holder(path.parent.parent)
    host = held.get("host")
    if host is not None and host != socket.gethostname():
        raise BadInputError(
            Problem(
                code="atlas-locked",
                message=f"the atlas is or was held by process {held.get('pid')} on the computer {host}, since {held.get('since')}",
                place=Place(str(path)),
                help="If that process no longer runs, delete the lock file.",
            )
        )


def _write(descriptor: int, what: str) -> None:
    data = b""
    if what:
        since = datetime.now(tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        data = json.dumps(
            {"host": socket.gethostname(), "pid": os.getpid(), "since": since, "what": what}
        ).encode()
    with suppress(OSError):  # a full disk keeps nobody from the lock; only the name of its holder is missing
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, data)


if sys.platform == "win32":
    import msvcrt

    _BYTE = 1 << 30  # past the text, so that others can read who holds it

    def _try(descriptor: int) -> bool:
        os.lseek(descriptor, _BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(descriptor: int) -> None:
        os.lseek(descriptor, _BYTE, os.SEEK_SET)
        with suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
