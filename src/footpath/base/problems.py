"""The one type for problems, used by every room, and the exceptions that carry them.

A problem says where, what, what was expected, and one step that helps. Readers, loaders and parsers
return their result *and all* problems; an exception is raised only where nothing useful can be returned.

    FootpathError           exit code 3; carries one or more problems
    ├── BadInputError       (ValueError)   foreign bytes, a document, a rule, a name that does not exist
    ├── UsageError          (ValueError)   a call or command line that contradicts itself; exit code 2
    ├── MissingExtraError   (ImportError)  an optional library is not installed
    └── EngineError         (RuntimeError) an engine refused, ran out of memory, or cannot do what is asked
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]

_SHOWN_VALUE = 80


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: a file with a line and column (both from 1), or a path inside data, or both."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    path: str | None = None

    def __str__(self) -> str:
        parts = [str(part) for part in (self.file, self.line, self.column) if part is not None]
        text = ":".join(parts)
        if self.path and self.line is None:
            return f"{text} {self.path}".strip()
        return text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or worth knowing.

    `code` is kebab-case and registered in its room's `codes.py`; `message` is a full clause in plain words;
    `value` is what was found, `expected` what would have been right, `help` one step that a person can take;
    `source` is the line of text that `place` points at, where there is one.
    """

    code: str
    message: str
    place: Place = Place()
    severity: Severity = "error"
    value: str | None = None
    expected: str | None = None
    help: str | None = None
    source: str | None = None

    def __str__(self) -> str:
        return self.render()

    def render(self) -> str:
        """Return the problem as people read it: one line, then the source line with a caret, then help."""
        where = str(self.place)
        head = f"{where} " if where else ""
        text = f"{head}{self.message}"
        if self.value is not None and self.value not in self.message:
            text += f": {_shorten(self.value)!r}"
        if self.expected:
            text += f"; expected {self.expected}"
        text += f" [{self.code}]"
        lines = [text]
        if self.source is not None:
            lines.append(f"  | {self.source.rstrip()}")
            if self.place.column is not None:
                lines.append("  | " + " " * (self.place.column - 1) + "^")
        if self.help:
            lines.append(f"  help: {self.help}")
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """Return the problem as plain data, without empty fields."""
        data: dict[str, Any] = {"code": self.code, "severity": self.severity, "message": self.message}
        place = {k: v for k, v in dataclasses.asdict(self.place).items() if v is not None}
        if place:
            data["place"] = place
        for name in ("value", "expected", "help", "source"):
            if getattr(self, name) is not None:
                data[name] = getattr(self, name)
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Problem:
        """Read back what `to_json` wrote (problems cross from the readers' child process this way)."""
        place = Place(**data.get("place", {}))
        rest = {k: v for k, v in data.items() if k != "place"}
        return cls(place=place, **rest)


class FootpathError(Exception):
    """The base of all errors that Footpath raises on purpose; carries `problems`."""

    exit_code = 3

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems: tuple[Problem, ...] = problems

    def __str__(self) -> str:
        return "\n".join(problem.render() for problem in self.problems)


class BadInputError(FootpathError, ValueError):
    """Something that was given cannot be used: a file, a document, a rule, a name."""


class UsageError(FootpathError, ValueError):
    """The call contradicts itself or leaves out what it needs."""

    exit_code = 2


class MissingExtraError(FootpathError, ImportError):
    """An optional library is not installed; the message says which to install."""


class EngineError(FootpathError, RuntimeError):
    """An engine refused, ran out of memory or time, or cannot answer this question."""


def has_errors(problems: Iterable[Problem]) -> bool:
    """Return whether any of the problems is an error (warnings and infos are not)."""
    return any(problem.severity == "error" for problem in problems)


def raise_errors(problems: Sequence[Problem]) -> None:
    """Raise `BadInputError` with all errors among the problems, if there are any."""
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise BadInputError(*errors)


def problems_to_json(problems: Iterable[Problem]) -> str:
    """Return problems as JSON Lines."""
    return "".join(json.dumps(problem.to_json(), ensure_ascii=False) + "\n" for problem in problems)


def _shorten(value: str) -> str:
    return value if len(value) <= _SHOWN_VALUE else value[: _SHOWN_VALUE - 1] + "…"
