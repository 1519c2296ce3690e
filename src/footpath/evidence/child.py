"""The child's side of the door: limits first, then the function, then an answer in one file.

Imports nothing heavy before the limits stand, so that they hold for the libraries too.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

_PR_SET_PDEATHSIG = 1
_NEWUSER = 0x10000000
_NEWNET = 0x40000000


def main(request: dict[str, Any]) -> NoReturn:
    """Run the request and leave; never returns, so that nothing of the interpreter's end can spoil the answer."""
    _die_with_parent()
    limits = request["limits"]
    _limit(limits)
    shut_network()
    answer = _answer(request["function"], request["argument"], Path(request["folder"]))
    aside = Path(request["folder"]) / (request["answer"] + ".part")
    aside.write_text(json.dumps(answer), "utf-8")
    aside.replace(aside.with_name(request["answer"]))
    sys.stderr.flush()
    os._exit(0)  # native threads of a library must not hold the process up


def _answer(function: str, argument: dict[str, Any], folder: Path) -> dict[str, Any]:
    from footpath.base import FootpathError, Problem

    module, _, name = function.partition(":")
    try:
        return {"result": getattr(import_module(module), name)(argument, folder)}
    except FootpathError as error:
        return {"error": type(error).__name__, "problems": [problem.to_json() for problem in error.problems]}
    except MemoryError:
        problem = Problem(
            code="reader-memory",
            message="reading needed more memory than it may take",
            help="Split the file, save it as CSV or Parquet, or allow more with the setting reader-memory.",
        )
    except RecursionError:
        problem = Problem(
            code="reader-too-deep",
            message="the file nests deeper than anything that can be read",
            help="Export it as a flat table (CSV, Parquet).",
        )
    except OSError as error:
        problem = Problem(
            code="reader-failed",
            message=f"the file could not be read: {error.strerror or error}",
            help="Look at its rights, and whether the disk has room.",
        )
    except Exception as error:  # the last net: no traceback may reach a user
        problem = Problem(
            code="reader-failed",
            message=f"the reader stumbled: {type(error).__name__}: {str(error)[:300]}",
            help="Export the file again, or save it in another format (CSV, Parquet); if that fails, report it.",
        )
        if os.environ.get("FOOTPATH_DEBUG"):
            raise
    return {"error": "BadInputError", "problems": [problem.to_json()]}


def _die_with_parent() -> None:
    """Ask Linux to end this process when the one that asked is gone (elsewhere the limits end it)."""
    if sys.platform.startswith("linux"):
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))


def _limit(limits: dict[str, Any]) -> None:
    try:
        import resource
    except ImportError:  # Windows: the wall clock alone
        return
    wanted = {
        resource.RLIMIT_AS: limits["memory"],
        resource.RLIMIT_CPU: limits["cpu_s"],
        resource.RLIMIT_FSIZE: limits["output"],
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in wanted.items():
        # A lower limit may stand already, and macOS knows some of these by name only.
        with contextlib.suppress(ValueError, OSError):
            hard = resource.getrlimit(kind)[1]
            value = most if hard == resource.RLIM_INFINITY else min(most, hard)
            # Beyond the soft limit on processor time comes SIGXCPU; a second later, past the hard one, SIGKILL.
            above = value + 1 if kind == resource.RLIMIT_CPU and hard == resource.RLIM_INFINITY else value
            resource.setrlimit(kind, (value, above))


def shut_network() -> str:
    """Shut the network off for this process and return how: "namespace" (by the kernel) or "refusal" (in Python)."""
    how = "namespace" if _leave_network() else "refusal"

    def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
        if event in _NETWORK:
            raise OSError(f"a reader has no network ({event})")

    sys.addaudithook(refuse)
    return how


_NETWORK = frozenset(
    f"socket.{call}"
    for call in ("__new__", "connect", "bind", "getaddrinfo", "gethostbyname", "sendto", "sendmsg")
)


def _leave_network() -> bool:
    """Move into a network namespace of our own, which has no devices; False where the kernel does not allow it."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        unshare = ctypes.CDLL(None, use_errno=True).unshare
        # As root a user namespace would take away the right to read other people's files: the plain way comes first.
        return bool(unshare(_NEWNET) == 0 or unshare(_NEWUSER | _NEWNET) == 0)
    return False
