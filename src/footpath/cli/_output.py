"""What a command prints: text for people or one JSON object for machines; progress and problems on standard error."""

from __future__ import annotations

import json
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from footpath.base.problems import Problem

_SHOWN_PROBLEMS = 12
_WIDTH = 100
_QUIET_SECONDS = 0.7


class Output:
    """Collects what a command says; prints text at once, JSON at the end."""

    def __init__(self, *, command: str, as_json: bool, quiet: bool) -> None:
        self.command = command
        self.as_json = as_json
        self.quiet = quiet
        self._data: dict[str, Any] = {"command": command}
        self._problems: list[Problem] = []
        self._next: str | None = None

    def line(self, text: str = "") -> None:
        """Print a line for people (nothing under --json)."""
        if not self.as_json:
            print(text)

    def text(self, text: str, *, mark: str = "") -> None:
        """Print a paragraph for people, wrapped to a screen's width."""
        for line in textwrap.wrap(text, _WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark)):
            self.line(line)

    def aside(self, text: str) -> None:
        """Say something on standard error, where it does not mix with an answer."""
        if text and not self.quiet and not self.as_json:
            sys.stderr.write(text + "\n")

    def put(self, **data: Any) -> None:
        """Add fields to the JSON object (nothing for people)."""
        self._data.update(data)

    def made(self, path: object, what: str) -> None:
        """Say what was made."""
        self._data.setdefault("made", []).append({"path": str(path), "what": what})
        self.line(f"made {path} ({what})")

    def next(self, command: str) -> None:
        """Set the one command to type next; printed last."""
        self._next = command

    def problems(self, problems: Iterable[Problem]) -> None:
        """Show warnings and infos (errors too, where the command goes on)."""
        new = [problem for problem in problems if problem not in self._problems]
        self._problems.extend(new)
        if self.as_json:
            return
        for problem in new[:_SHOWN_PROBLEMS]:
            mark = "" if problem.severity == "info" else f"{problem.severity}: "
            sys.stderr.write(f"{mark}{problem.render()}\n")
        if len(new) > _SHOWN_PROBLEMS:
            sys.stderr.write(f"… and {len(new) - _SHOWN_PROBLEMS} more; --json shows all\n")

    def fail(self, problems: Sequence[Problem]) -> None:
        """Show the problems that ended the command."""
        if self.as_json:
            self._problems.extend(problems)
            self._next = None
            self.finish()
            return
        for problem in problems[:_SHOWN_PROBLEMS]:
            sys.stderr.write(f"footpath: {problem.render()}\n")
        if len(problems) > _SHOWN_PROBLEMS:
            sys.stderr.write(f"… and {len(problems) - _SHOWN_PROBLEMS} more; --json shows all\n")

    def finish(self) -> None:
        """Print the JSON object, or the next command."""
        if self.as_json:
            if self._problems:
                self._data["problems"] = [problem.to_json() for problem in self._problems]
            if self._next:
                self._data["next"] = self._next
            print(json.dumps(self._data, ensure_ascii=False, indent=2, default=str))
        elif self._next and not self.quiet:
            print(f"next: {self._next}")
        sys.stdout.flush()

    @contextmanager
    def progress(self, what: str) -> Iterator[None]:
        """Say on standard error what takes long, where somebody is watching; with its time, where it took long."""
        watched = sys.stderr.isatty() and not self.quiet and not self.as_json
        start = time.monotonic()
        if watched:
            sys.stderr.write(f"{what} …")
            sys.stderr.flush()
        try:
            yield
        finally:
            if watched:
                took = time.monotonic() - start
                sys.stderr.write("\r\x1b[K" if took < _QUIET_SECONDS else f" {took:.1f} s\n")
                sys.stderr.flush()

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, most: int = 60) -> None:
        """Print rows as aligned columns; numbers to the right."""
        if self.as_json:
            return
        shown = [[_cell(value) for value in row] for row in rows[:most]]
        widths = [max([len(name), *(len(row[i]) for row in shown)]) for i, name in enumerate(columns)]
        numeric = [
            all(isinstance(row[i], (int, float)) or row[i] is None for row in rows) and bool(rows)
            for i in range(len(columns))
        ]
        print(
            "  ".join(
                n.rjust(w) if r else n.ljust(w) for n, w, r in zip(columns, widths, numeric, strict=True)
            ).rstrip()
        )
        for row in shown:
            print(
                "  ".join(
                    v.rjust(w) if r else v.ljust(w) for v, w, r in zip(row, widths, numeric, strict=True)
                ).rstrip()
            )
        if len(rows) > most:
            print(f"… {len(rows) - most} more rows; -o FILE writes all")


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, (list, tuple)):
        return " > ".join(str(item) for item in value)
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
