"""Offsets to lines and columns, as editors count them (line breaks are LF, CRLF and CR; columns are code points from 1)."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from footpath.base import Place, Problem

_BREAK = re.compile(r"\r\n|\n|\r")
_LONGEST_SHOWN = 200


class Lines:
    """Where the lines of a text begin, found when first asked for."""

    def __init__(self, text: str, file: str | None = None) -> None:
        self.text = text
        self.file = file
        self._starts: list[int] | None = None
        self._has_returns = "\r" in text

    @property
    def starts(self) -> list[int]:
        """The offset of each line."""
        if self._starts is None:
            self._starts = [0, *(match.end() for match in _BREAK.finditer(self.text))]
        return self._starts

    def line_start(self, at: int) -> int:
        """Return where the line that holds an offset begins."""
        newline = self.text.rfind("\n", 0, at)
        if self._has_returns:  # asked once: a search for what is not there reads the whole text
            newline = max(newline, self.text.rfind("\r", 0, at))
        return newline + 1

    def line_end(self, at: int) -> int:
        """Return where that line ends, before its line break."""
        match = _BREAK.search(self.text, at)
        return match.start() if match else len(self.text)

    def place(self, at: int, path: str | None = None) -> Place:
        """Return the place of an offset."""
        line = bisect_right(self.starts, at)
        column = at - self.starts[line - 1] + 1
        if line == 1 and self.text.startswith("\ufeff"):
            column = max(1, column - 1)
        return Place(self.file, line, column, path)

    def problem(self, at: int, message: str, *, code: str, path: str | None = None, **facts: Any) -> Problem:
        """Return a problem at an offset, with its source line; `hidden` where that line is not to be repeated."""
        place = self.place(at, path)
        start = self.line_start(at)
        source: str | None = self.text[start : self.line_end(at)].lstrip("\ufeff").replace("\t", " ")
        if facts.pop("hidden", False):
            source = None
        if source is not None and len(source) > _LONGEST_SHOWN:
            source = source[:_LONGEST_SHOWN] if (place.column or 0) <= _LONGEST_SHOWN else None
        return Problem(code=code, message=message, place=place, source=source, **facts)
