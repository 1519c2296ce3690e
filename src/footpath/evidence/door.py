"""The one door to foreign bytes: a function runs in a child process with limits, and whatever happens, this side lives.

The child is a fresh interpreter (no fork: the same on every system, and safe in notebooks and threaded servers). What
goes in is JSON on its standard input, what comes out is JSON in a file and files in a folder. `child` holds its side.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from footpath.base import (
    BadInputError,
    EngineError,
    FootpathError,
    MissingExtraError,
    Place,
    Problem,
    UsageError,
)
from footpath.evidence.limits import MIB, Limits, format_size

_MOST_ANSWER = 256 * MIB
_ANSWER = ".answer.json"
_WORDS = ".words.txt"
_STAGING = ".reading-"
_STALE_S = 24 * 3600
_KEPT = (
    "PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "FOOTPATH_STATE", "FOOTPATH_CACHE", "XDG_STATE_HOME",
    "XDG_CACHE_HOME", "SYSTEMROOT", "WINDIR", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "LD_LIBRARY_PATH",
)  # fmt: skip
_ERRORS: dict[str, type[FootpathError]] = {
    error.__name__: error for error in (BadInputError, UsageError, EngineError, MissingExtraError)
}
# The path of modules comes with the request, since the child stands in another folder than we do.
_BEGIN = (
    "import sys, json; request = json.loads(sys.stdin.buffer.read()); sys.path[:] = request['path']; "
    "from footpath.evidence.child import main; main(request)"
)


def in_child(
    function: str,
    argument: dict[str, Any],
    *,
    folder: Path,
    limits: Limits | None = None,
    about: str | None = None,
) -> dict[str, Any]:
    """Run ``function(argument, folder)`` in a child process and return the plain data that it returns.

    Parameters
    ----------
    function
        ``"package.module:name"`` of a function that takes a dict and a folder and returns a dict, both of plain data.
        It runs with its current folder in a private staging folder, which is the folder it is given: paths in
        `argument` must be absolute, and files it makes there (by bare names) stand in `folder` afterwards.
    argument
        Plain data. `path`, or the first of `paths`, names the file for messages.
    folder
        Where the files that the function makes shall stand, renamed into place only when all went well; made if
        missing. After a failure nothing of the child is left in it.
    limits
        Memory, processor time, time and output; the function gets the limits that it counts itself by its argument.
    about
        The file that messages shall name, where `argument` does not say.

    Raises
    ------
    BadInputError
        Where the child says so (all its problems cross), and where it died, whatever the cause: the message names
        the file and the reason.
    UsageError, EngineError, MissingExtraError
        Where the function raised one of them.

    Notes
    -----
    Limits on memory and processor time are those of the operating system and hold on Linux (macOS ignores the one on
    memory, Windows has neither; the time on the wall holds everywhere). The network is shut off by an empty network
    namespace where the kernel allows that (most of Linux), and besides, or else, by a Python hook that refuses
    sockets: that one stops libraries which call out by accident, not native code that has been taken over.
    """
    limits = limits or Limits()
    about = about or _named(argument)
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=folder))
    try:
        answer = _run(function, argument, staging, limits, about)
        _move(staging, folder)
        return answer
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _run(
    function: str, argument: dict[str, Any], staging: Path, limits: Limits, about: str | None
) -> dict[str, Any]:
    request = {
        "path": [str(Path(entry).resolve()) if entry else str(Path.cwd()) for entry in sys.path],
        "function": function,
        "argument": argument,
        "limits": limits.to_json(),
        "folder": str(staging),
        "answer": _ANSWER,
    }
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"TMPDIR": str(staging), "TEMP": str(staging), "TMP": str(staging), "PYTHONUTF8": "1"}
    with (staging / _WORDS).open("wb") as words:
        child = subprocess.Popen(  # noqa: S603  # our own interpreter and our own words
            [sys.executable, "-P", "-B", "-c", _BEGIN],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=words,
            cwd=staging,
            env=environment,
        )
        try:
            _hand_over(child, json.dumps(request).encode())
            child.wait(limits.wall_s)
        except subprocess.TimeoutExpired:
            raise _dead("reader-time", f"reading took longer than {limits.wall_s:g} s", about) from None
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
    return _answer(child.returncode, staging, limits, about)


def _hand_over(child: subprocess.Popen[bytes], request: bytes) -> None:
    """Write the request; a child that died at once is told by its exit code, not by the broken pipe."""
    assert child.stdin is not None  # noqa: S101  # it was asked for as a pipe
    with contextlib.suppress(BrokenPipeError, OSError):
        child.stdin.write(request)
    with contextlib.suppress(BrokenPipeError, OSError):
        child.stdin.close()


def _answer(code: int, staging: Path, limits: Limits, about: str | None) -> dict[str, Any]:
    path = staging / _ANSWER
    if code != 0 or not path.is_file():
        raise _death(code, limits, about, _last_words(staging / _WORDS))
    if path.stat().st_size > _MOST_ANSWER:
        raise _dead("reader-died", "the reader's answer was too large to be true", about)
    try:
        answer = json.loads(path.read_bytes())
        problems = [Problem.from_json(problem) for problem in answer.get("problems", ())]
        kind = answer.get("error")
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise _dead("reader-died", "the reader's answer could not be read", about) from None
    if kind is not None:
        raise _ERRORS.get(kind, BadInputError)(*(_placed(problem, about) for problem in problems))
    result = answer.get("result")
    if not isinstance(result, dict):
        raise _dead("reader-died", "the reader gave no answer", about)
    return result


def _death(code: int, limits: Limits, about: str | None, words: str) -> BadInputError:
    """Say what killed the child: the limit that it ran into, a signal, or its own exit."""
    name = _signal_name(-code) if code < 0 else ""
    if name == "SIGXCPU":
        return _dead("reader-time", f"reading took more than {limits.cpu_s} s of processor time", about)
    out_of_memory = "memory allocation" in words or "MemoryError" in words or "bad_alloc" in words
    if name == "SIGKILL" or out_of_memory:
        return _dead("reader-memory", f"reading needed more memory than {format_size(limits.memory)}", about)
    how = f"was ended by signal {name}" if name else f"ended with exit code {code}"
    return _dead("reader-died", f"the reader {how} while it read the file", about)


def _dead(code: str, message: str, about: str | None) -> BadInputError:
    helps = {
        "reader-time": "Split the file, or allow more with the setting reader-seconds.",
        "reader-memory": "Split the file, save it as CSV or Parquet, or allow more with the setting reader-memory.",
        "reader-died": "The file is probably damaged: export it again, or save it in another format (CSV, Parquet).",
    }
    # The codes as literals, for the test that keeps codes and pages together:
    # code="reader-time" code="reader-memory" code="reader-died"
    return BadInputError(Problem(code=code, message=message, place=Place(about), help=helps[code]))


def _placed(problem: Problem, about: str | None) -> Problem:
    if problem.place != Place() or about is None:
        return problem
    return Problem.from_json(problem.to_json() | {"place": {"file": about}})


def _named(argument: dict[str, Any]) -> str | None:
    if isinstance(argument.get("path"), str):
        return str(argument["path"])
    paths = argument.get("paths") or argument.get("files")
    return str(paths[0]) if isinstance(paths, list) and paths else None


def _last_words(path: Path) -> str:
    with contextlib.suppress(OSError), path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 8192))
        return file.read().decode("utf-8", "replace")
    return ""


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"{number}"


def _sweep(folder: Path) -> None:
    """Remove what a reading left behind whose parent was killed with it, a day ago or longer."""
    for entry in folder.glob(f"{_STAGING}*"):
        with contextlib.suppress(OSError):
            if time.time() - entry.stat().st_mtime > _STALE_S:
                shutil.rmtree(entry, ignore_errors=True)


def _move(staging: Path, folder: Path) -> None:
    for entry in sorted(staging.iterdir()):
        if entry.name in (_ANSWER, _WORDS):
            continue
        target = folder / entry.name
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)
        entry.replace(target)
