"""The grid as CSV, out and in: for Miro, Excel, Sheets and every tool that reads a table.

UTF-8 with a byte order mark and lines that end in CR LF, because spreadsheets guess wrong without. A text that a
spreadsheet would run as a formula gets an apostrophe in front, unless it is a number (SAFETY T6); a text that has such
an apostrophe already gets one more, so that a reader can take exactly one away.

Source: RFC 4180; OWASP, "CSV Injection".
"""

from __future__ import annotations

import csv
import dataclasses
import io
import re

from footpath.atlas.types import Atlas, Journey
from footpath.interchange.formats import Format, Options
from footpath.interchange.grid import grid
from footpath.interchange.grid_back import grid_back
from footpath.interchange.grid_read import read_rows
from footpath.interchange.reading import Foreign, Read, ReadOptions, Rows, rows_of
from footpath.interchange.report import Report, Written, several

_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+)?\s?%?")
# Full-width signs too: some spreadsheets fold them to the plain ones.
_FORMULA = re.compile("'*[=+\\-@\\t\\r\\n＝＋－＠]")


def write(atlas: Atlas, journey: Journey, options: Options) -> Written:
    """Return the table and its report."""
    table = grid(atlas, journey, options, name="grid CSV")
    rows = [[defuse(field) for field in row] for row in table.rows]
    defused = sum(
        a != b for row, plain in zip(rows, table.rows, strict=True) for a, b in zip(row, plain, strict=True)
    )
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return Written(text.getvalue().encode("utf-8-sig"), _with_note(table.report, defused))


def defuse(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula: an apostrophe in front where it needs one.

    >>> defuse("=1+1"), defuse("-1.5"), defuse("- first"), defuse("'=x"), defuse("plain")
    ("'=1+1", '-1.5', "'- first", "''=x", 'plain')
    """
    if _NUMBER.fullmatch(text) or not _FORMULA.match(text):
        return text
    return f"'{text}"


def fuse(text: str) -> str:
    """Return a field as it was before `defuse`: one apostrophe less where one was put in front.

    >>> fuse("'=1+1"), fuse("''=x"), fuse("'tis plain")
    ('=1+1', "'=x", "'tis plain")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def read(foreign: Foreign, options: ReadOptions) -> Read:
    """Return the map that a table of words holds."""
    return read_rows(rows(foreign), foreign, options, name="grid CSV")


def rows(foreign: Foreign) -> Rows:
    """Return the rows, their formulas as they were."""
    return [[fuse(field) for field in row] for row in rows_of(foreign)]


def _with_note(report: Report, defused: int) -> Report:
    if not defused:
        return report
    note = f"{several(defused, 'text that looks like a formula', 'texts that look like formulas')} got an apostrophe in front"
    return dataclasses.replace(report, assumed=(*report.assumed, note))


FORMAT = Format("grid CSV", (".csv", ".tsv"), write=write, read=read, rows=rows, home=grid_back)
