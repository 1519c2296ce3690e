"""A foreign file that is a document and no table of events: its text, or the rows of its sheet, with the limits of all readers.

For maps, outlines and lists in other people's formats: they are small, so they stand in memory; `interchange` says what
they mean. Runs inside the reading child.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from footpath.base import BadInputError, Place, Problem, did_you_mean
from footpath.evidence.encoding import detect
from footpath.evidence.limits import MIB, Limits, format_size
from footpath.evidence.readers.stream import open_stream, plain_file
from footpath.evidence.readers.workbook import weighed

MOST_TEXT = 64 * MIB
_BOOKS = (".xlsx", ".xlsm")


def foreign_text(path: Path, encoding: str | None = None, limits: Limits | None = None) -> str:
    """Return a file's text, its encoding found (or as given); gzipped files are unpacked within the limits.

    Raises
    ------
    BadInputError
        Where it holds more than 64 MiB, or bytes that fit no encoding.
    """
    limits = limits or Limits()
    found = detect(path, encoding, limits)
    with open_stream(path, limits) as stream:
        parts: list[bytes] = []
        size = 0
        while piece := stream.read(MIB):
            size += len(piece)
            if size > MOST_TEXT:
                raise BadInputError(
                    Problem(
                        code="source-too-large",
                        message=f"the file holds more than {format_size(MOST_TEXT)}, too much for a map",
                        place=Place(str(path)),
                        help="Name the file that holds the map; events and answers are read by `footpath listen add`.",
                    )
                )
            parts.append(piece)
    data = b"".join(parts)[found.mark :]
    try:
        return data.decode(found.name)
    except UnicodeDecodeError as error:
        raise BadInputError(
            Problem(
                code="file-damaged",
                message=f"the bytes at {error.start} are no {found.name}",
                place=Place(str(path)),
                help="Save the file as UTF-8, or name its encoding.",
            )
        ) from None


def foreign_rows(path: Path, sheet: str | None = None, limits: Limits | None = None) -> list[list[str]]:
    """Return the rows of a workbook's sheet as texts (the first that holds two rows and columns, where none is named).

    Raises
    ------
    BadInputError
        Where the workbook is damaged, inflates too far, or has no such sheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    limits = limits or Limits()
    try:
        with plain_file(path, limits, limits.inflated) as plain, weighed(plain, path, limits) as safe:
            book = CalamineWorkbook.from_path(str(safe.path))
            names = [entry.name for entry in book.sheets_metadata if "Work" in str(entry.typ)]
            if sheet is not None and sheet not in names:
                raise BadInputError(
                    Problem(
                        code="sheet-unknown",
                        message=f"there is no sheet {sheet!r}",
                        place=Place(str(path)),
                        value=sheet,
                        help=did_you_mean(sheet, names, what="the sheets are"),
                    )
                )
            for name in [sheet] if sheet is not None else names:
                found = book.get_sheet_by_name(name)
                if sheet is not None or (found.height >= 2 and found.width >= 2):
                    return [[_text(value) for value in row] for row in found.iter_rows()]
    except CalamineError as error:
        raise BadInputError(
            Problem(
                code="file-damaged",
                message=f"the workbook is damaged ({str(error)[:120]})",
                place=Place(str(path)),
                help="Open it and save it again.",
            )
        ) from None
    return []


def is_book(path: Path) -> bool:
    """Return whether a file is a workbook, by its ending and its first bytes."""
    if path.suffix.lower() not in _BOOKS:
        return False
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    return str(value)
