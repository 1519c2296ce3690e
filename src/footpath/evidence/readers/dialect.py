"""How the lines of a delimited text read: delimiter, quotes, header, decimal sign, found from the first lines."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

DELIMITERS = (",", ";", "\t", "|", "\x1f", "\x01", "^", "~")
BLANKS = " "
"""The delimiter that means a run of blanks."""

_NUMBER = re.compile(
    r"[-+]?(?:\d{1,3}(?:[.,'\u00a0\u202f ]\d{3})+|\d+)(?:[.,]\d+)?(?:[eE][-+]?\d+)?\s*[%€$£]?"
)
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].*)?|\d{8}|\d{1,2}:\d{2}(?::\d{2})?")
_COMMA = re.compile(r"[-+]?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+")
_POINT = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+")
_SEP = re.compile(r'"?sep=(.)"?\s*$', re.IGNORECASE)
_LOOKED_AT = 300
# The parser wants some delimiter even where a file has one column: one that no text holds.
_NO_DELIMITER = "\x00"
_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Dialect:
    """What was found: `header` is the index of the header among the records (None: there is none).

    `differ` is set where most records have another number of columns than the line that should be the header.
    """

    delimiter: str | None
    quote: str
    escape: str | None
    skip: int
    header: int | None
    columns: int
    decimal: str | None
    differ: bool = False


def parser_of(lines: Iterator[str], dialect: Dialect, *, strict: bool = False) -> Any:
    """Return the standard library's parser over lines; strict: text behind a closing quote is an error."""
    return csv.reader(
        lines,
        delimiter=dialect.delimiter or _NO_DELIMITER,
        quotechar=dialect.quote,
        escapechar=dialect.escape,
        doublequote=dialect.escape is None,
        strict=strict,
    )


def records(lines: Sequence[str], delimiter: str | None, quote: str, escape: str | None) -> list[list[str]]:
    """Return the records of a few lines, without their empty ones; what cannot be parsed ends the list."""
    if delimiter == BLANKS:
        return [words for words in map(str.split, lines) if words]
    found: list[list[str]] = []
    reader = csv.reader(
        lines,
        delimiter=delimiter or _NO_DELIMITER,
        quotechar=quote,
        escapechar=escape,
        doublequote=escape is None,
    )
    try:
        for row in reader:
            if row:
                found.append(row)
            if len(found) >= _LOOKED_AT:
                break
    except csv.Error:
        pass
    return found


def find(text: str, delimiter: str | None, quote: str | None) -> Dialect:
    """Return how a text (the beginning of a file, whole lines) reads; what was given is taken as given."""
    lines = [line + "\n" for line in text.split("\n")]
    skip = 0
    said = _SEP.match(lines[0])
    if said:
        skip, delimiter = 1, delimiter or said[1]
        lines = lines[1:]
    quote = quote or '"'
    escape = "\\" if f"\\{quote}" in text and quote * 2 not in text else None
    delimiter = delimiter or find_delimiter(lines, quote, escape)
    rows = records(lines, delimiter, quote, escape)
    header, columns, differ = _header(rows)
    return Dialect(delimiter, quote, escape, skip, header, columns, _decimal(rows), differ)


def find_delimiter(lines: Sequence[str], quote: str, escape: str | None) -> str | None:
    """Return the delimiter by which most records have one number of columns; None where every line is one value."""
    best: tuple[float, int] = (_LEAST, 0)
    chosen: str | None = None
    for rank, candidate in enumerate(DELIMITERS):
        rows = records(lines, candidate, quote, escape)
        wide, often = _mode(rows) if rows else (0, 0)
        if wide < 2:
            continue
        score = (_fit(rows, wide, often) - 0.001 * rank, wide)
        if score > best:
            best, chosen = score, candidate
    if chosen is None:
        return BLANKS if _by_blanks(lines) else None
    return chosen


def _fit(rows: Sequence[Sequence[str]], wide: int, often: int) -> float:
    """Return how well a delimiter fits: the share of full records, less where the first is not one of them."""
    first = next(at for at, row in enumerate(rows) if len(row) == wide)
    share = often / (len(rows) - first)
    if first == 0:
        return share
    if len(rows[0]) > 1:
        return share - 0.2  # a header of another width: said later, with the numbers
    # Titles over the header; but a text of one column has its commas too, and a blank behind each of them.
    prose = sum(value[:1] == " " for row in rows[first:] for value in row[1:])
    data = any(looks_like_data(value) for row in rows[first:] for value in row)
    return share - 0.1 if data and prose * 4 < often * (wide - 1) else 0.0


def looks_like_data(value: str) -> bool:
    """Return whether a value is a number or a date, as header names are not."""
    value = value.strip()
    return bool(_NUMBER.fullmatch(value) or _DATE.fullmatch(value))


def is_number(value: str) -> bool:
    """Return whether a value is a number, with any sign for thousands and decimals."""
    return _NUMBER.fullmatch(value.strip()) is not None


def _by_blanks(lines: Sequence[str]) -> bool:
    rows = records(lines[:-1] or lines, BLANKS, '"', None)
    if len(rows) < 3:
        return False
    wide, often = _mode(rows)
    data = sum(looks_like_data(value) for row in rows[1:] for value in row)
    return wide >= 2 and often == len(rows) and data * 2 >= (len(rows) - 1) * wide


def _mode(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    counts = Counter(len(row) for row in rows)
    wide, often = max(counts.items(), key=lambda item: (item[1], item[0]))
    return wide, often


def _header(rows: Sequence[Sequence[str]]) -> tuple[int | None, int, bool]:
    """Return the index of the header, the number of columns, and whether the rows have another number."""
    if not rows:
        return None, 0, False
    wide, _ = _mode(rows)
    for index, row in enumerate(rows[:50]):
        if len(row) != wide or (wide > 1 and sum(bool(value.strip()) for value in row) * 2 <= wide):
            continue
        if index and _names_itself(rows, index - 1, wide):
            return index - 1, len(rows[index - 1]), not _trailing(rows, index - 1, wide)
        if _all_data(rows, index, wide):
            return None, wide, False
        return index, wide, False
    return 0, len(rows[0]), False


def _names_itself(rows: Sequence[Sequence[str]], index: int, wide: int) -> bool:
    """Return whether the record over the first full one looks like a header of another width."""
    row = rows[index]
    full = [value for value in row if value.strip()]
    below = rows[index + 1]
    return (
        len(row) >= 2
        and abs(len(row) - wide) <= max(2, wide // 4)
        and len(full) * 5 >= len(row) * 4
        and not any(looks_like_data(value) for value in full)
        and any(looks_like_data(value) for value in below)
    )


def _trailing(rows: Sequence[Sequence[str]], index: int, wide: int) -> bool:
    """Return whether rows are wider than the header only by empty values at their ends."""
    named = len(rows[index])
    return named < wide and all(not any(value.strip() for value in row[named:]) for row in rows[index + 1 :])


def _all_data(rows: Sequence[Sequence[str]], index: int, wide: int) -> bool:
    """Return whether the first full record is data already: numbers and dates where the rows below have them too."""
    first = rows[index]
    below = [row for row in rows[index + 1 : index + 51] if len(row) == wide]
    if not below:
        return sum(looks_like_data(value) for value in first) * 2 > wide
    alike = 0
    for column, value in enumerate(first):
        rest = [row[column] for row in below if row[column].strip()]
        if not rest or sum(looks_like_data(other) for other in rest) * 2 < len(rest):
            continue
        if value.strip() and not looks_like_data(value):
            return False
        alike += looks_like_data(value)
    return alike > 0


def _decimal(rows: Sequence[Sequence[str]]) -> str | None:
    commas = points = 0
    for row in rows:
        for value in row:
            stripped = value.strip()
            commas += _COMMA.fullmatch(stripped) is not None
            points += _POINT.fullmatch(stripped) is not None
    if commas == points == 0:
        return None
    return "," if commas > points else "."
