"""Column names as they shall be known: trimmed, none empty, none twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from footpath.base import Place, Problem


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a table's columns, which of them are new (and what stood there), and what is to be said about it."""

    columns: tuple[str, ...]
    renamed: Mapping[str, str]
    problems: tuple[Problem, ...]


def name_columns(header: Sequence[str], place: Place, *, filled: Sequence[bool] | None = None) -> Names:
    """Return names for the cells of a header.

    A name that stands twice becomes ``name (2)``; an empty one ``column N`` by its place. `filled` says which columns
    hold values: an empty column without a name (a delimiter at the end of each line) is not worth a warning.
    """
    columns: list[str] = []
    renamed: dict[str, str] = {}
    problems: list[Problem] = []
    wanted = [" ".join(cell.split()) for cell in header]
    taken = set(wanted)
    seen: set[str] = set()
    for number, plain in enumerate(wanted, 1):
        name = plain
        if not plain:
            name = _free(f"column {number}", taken)
            renamed[name] = ""
            if filled is None or (number <= len(filled) and filled[number - 1]):
                problems.append(_unnamed(name, number, place))
        elif plain in seen:
            name = _free(plain, taken)
            renamed[name] = plain
            problems.append(_twice(plain, name, number, place))
        seen.add(name)
        taken.add(name)
        columns.append(name)
    return Names(tuple(columns), renamed, tuple(problems))


def _free(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def _twice(plain: str, name: str, number: int, place: Place) -> Problem:
    return Problem(
        code="column-twice",
        message=f"two columns are called {plain!r}; the one at place {number} is read as {name!r}",
        place=place,
        severity="warning",
        value=plain,
        help="Rename one of them in the file, if it is the other that you mean.",
    )


def _unnamed(name: str, number: int, place: Place) -> Problem:
    return Problem(
        code="column-unnamed",
        message=f"the column at place {number} holds values but has no name; it is read as {name!r}",
        place=place,
        severity="warning",
        help="Give it a name in the file, if you need it.",
    )
