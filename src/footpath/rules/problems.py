"""Problems of a rule's text, placed: line, column and caret wherever the rule stands."""

from __future__ import annotations

from footpath.base import Place, Problem

MOST = 10
"""How many problems of one rule are told; what follows them is usually their echo."""


class Reporter:
    """Collects problems of one text; offsets count code points of it."""

    def __init__(self, text: str, place: Place | None) -> None:
        self.text = text
        self.place = place
        self._found: dict[int, Problem] = {}

    @property
    def problems(self) -> list[Problem]:
        """Return the problems in the order in which they were found."""
        return list(self._found.values())

    def in_order(self) -> list[Problem]:
        """Return the problems in the order of the text."""
        return [self._found[offset] for offset in sorted(self._found)]

    def add(
        self,
        *,
        code: str,
        message: str,
        offset: int,
        value: str | None = None,
        expected: str | None = None,
        advice: str | None = None,
    ) -> None:
        """Note a problem at an offset (the first there stands; `MOST` in all)."""
        if offset in self._found or len(self._found) >= MOST:
            return
        place, source = self._where(offset)
        self._found[offset] = Problem(
            code=code,
            message=message,
            place=place,
            value=value,
            expected=expected,
            help=advice,
            source=source,
        )

    def _where(self, offset: int) -> tuple[Place, str]:
        row = self.text.count("\n", 0, offset)
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        line = _printable(self.text[start : end if end >= 0 else len(self.text)])
        column = offset - start
        given = self.place
        if given is None:
            return Place(line=row + 1, column=column + 1), line
        if given.line is None:
            # A path inside data has no column to count from: the caret stands under the source by itself.
            return given, f"{line}\n  | {' ' * column}^"
        if row == 0 and given.column is not None:
            # The file's own line is not known here; the rule is shown at the column where it stands.
            shift = given.column - 1
            return Place(given.file, given.line, shift + column + 1, given.path), " " * shift + line
        return Place(given.file, given.line + row, column + 1, given.path), line


def _printable(line: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in line)
