"""Where the header of a delimited text stands, what it says, and what stands above it; what is wrong with it is said."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from footpath.base import BadInputError, Place, Problem
from footpath.evidence.privacy import mask
from footpath.evidence.raw import ReadOptions
from footpath.evidence.readers.dialect import BLANKS, Dialect, find, find_delimiter, parser_of
from footpath.evidence.readers.headless import known_head

_LOOKED_AT = 300


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text reads: its dialect, the header's first line (0: none) and cells, and where the body begins.

    `above` are the lines over the header, masked; `sample` the first records, for what can be told from them.
    """

    dialect: Dialect
    header_line: int
    body_line: int
    header: tuple[str, ...]
    above: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()


def lay_out(path: Path, text: str, how: ReadOptions) -> Layout:
    """Return how a text reads, from its first lines and from what was given.

    Raises
    ------
    BadInputError
        Where the delimiter given fits no line, most rows do not fit the header, or there is no row at all.
    """
    dialect = find(text, how.delimiter, how.quote)
    lines = text.split("\n")[dialect.skip :]
    if how.delimiter is not None:
        _check_delimiter(path, dialect, lines, how.delimiter)
    records = _numbered(lines, dialect)
    if not records:
        raise bad(
            "file-no-table", path, 1, "no line of the file can be read as a row", "Export it again, as CSV."
        )
    known = known_head(records[0][2]) if not how.header else None
    if known is not None:
        sample = tuple(tuple(row) for _, _, row in records)
        dialect = replace(dialect, header=None, columns=len(known), differ=False)
        return Layout(dialect, 0, dialect.skip + 1, known, (), (), sample)
    if how.header == 0 or (how.header is None and dialect.header is None):
        problems = () if how.header == 0 else (_no_header(path, records[0][2]),)
        invented = tuple(f"column {number}" for number in range(1, dialect.columns + 1))
        sample = tuple(tuple(row) for _, _, row in records)
        return Layout(dialect, 0, dialect.skip + 1, invented, (), problems, sample)
    if how.header is not None:
        at = next((i for i, (line, _, _) in enumerate(records) if line >= how.header), None)
        if at is None:
            raise bad(
                "file-empty",
                path,
                how.header,
                "no header stands on that line",
                "Leave the option header out.",
            )
        dialect = replace(dialect, header=at, columns=len(records[at][2]), differ=False)
    at = dialect.header or 0
    line, end, cells = records[at]
    if dialect.differ:
        below = records[at + 1][2] if len(records) > at + 1 else []
        raise bad(
            "csv-rows-differ",
            path,
            line,
            f"the header has {len(cells)} columns, but most rows have {len(below)} values",
            f"Look at the header, or name the delimiter (now {shown(dialect.delimiter)}).",
        )
    above = tuple(mask(" ".join(" ".join(row).split()))[0][:80] for _, _, row in records[:at])
    return Layout(
        dialect, line, end + 1, tuple(cells), above, (), tuple(tuple(row) for _, _, row in records[at + 1 :])
    )


def _numbered(lines: Sequence[str], dialect: Dialect) -> list[tuple[int, int, list[str]]]:
    """Return the first records with the lines that each begins and ends on."""
    first = dialect.skip + 1
    if dialect.delimiter == BLANKS:
        return [(at, at, line.split()) for at, line in enumerate(lines[:_LOOKED_AT], first) if line.split()]
    found: list[tuple[int, int, list[str]]] = []
    reader = parser_of((line + "\n" for line in lines), dialect)
    begin = first
    try:
        for row in reader:
            end = first + reader.line_num - 1
            if row:
                found.append((begin, end, row))
            begin = end + 1
            if len(found) >= _LOOKED_AT:
                break
    except csv.Error:
        pass
    return found


def _check_delimiter(path: Path, dialect: Dialect, lines: Sequence[str], given: str) -> None:
    if dialect.columns > 1:
        return
    other = find_delimiter(lines, dialect.quote, dialect.escape)
    if other is not None and other != given:
        raise bad(
            "csv-delimiter",
            path,
            1,
            f"with the delimiter {shown(given)} every line is one column; with {shown(other)} they are several",
            f"Leave the option delimiter out, or give {shown(other)}.",
        )


def shown(delimiter: str | None) -> str:
    """Return a delimiter as people call it."""
    return {"\t": "tab", " ": "blanks", None: "none"}.get(delimiter, repr(delimiter))


def _no_header(path: Path, first: Sequence[str]) -> Problem:
    return Problem(
        code="csv-no-header",
        message=f"the first line looks like data, so its {len(first)} columns are called column 1, column 2 ...",
        place=Place(str(path), 1),
        severity="warning",
        help="Give the header's line with the option header, or 0 to say that there is none.",
    )


def bad(code: str, path: Path, line: int | None, message: str, step: str) -> BadInputError:
    """Return the error of a text that cannot be read."""
    # code="file-empty" code="file-no-table" code="csv-delimiter" code="csv-rows-differ" code="text-encoding"
    return BadInputError(Problem(code=code, message=message, place=Place(str(path), line), help=step))
