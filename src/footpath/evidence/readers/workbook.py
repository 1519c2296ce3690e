"""A workbook's zip, weighed before anybody parses it: inflated bytes, cells, no DTD, no cell at the end of the world."""

from __future__ import annotations

import contextlib
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from footpath.base import BadInputError, Place, Problem
from footpath.evidence.limits import MIB, Limits, format_size
from footpath.evidence.privacy import masked_value
from footpath.evidence.readers.stream import too_large

_PIECE = MIB
_CELL = re.compile(rb"<(?:\w{1,16}:)?c\s(?:[^<>]{0,200}?\s)?r=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_ANY_CELL = re.compile(rb"<(?:\w{1,16}:)?c[\s/>]")
_GAP_ROWS = 10_000
_GAP_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Safe:
    """A workbook that may be parsed, and the cells that were taken out of it (reference, masked value)."""

    path: Path
    far_off: tuple[tuple[str, str], ...] = ()


@contextlib.contextmanager
def weighed(file: Path, path: Path, limits: Limits) -> Iterator[Safe]:
    """Give a workbook that is safe to parse: the file itself, or a copy without cells that lie far off.

    Parameters
    ----------
    file, path
        The bytes, and the name that messages shall give.

    Raises
    ------
    BadInputError
        Where it is damaged, inflates too far (`Limits.ratio`, `inflated`), has too many cells or a DTD.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            trimmed = _weigh(archive, path, file.stat().st_size, limits)
            if not trimmed:
                yield Safe(file)
                return
            with tempfile.NamedTemporaryFile(suffix=".xlsx") as aside:
                far_off = _copy_without(archive, Path(aside.name), trimmed)
                yield Safe(Path(aside.name), tuple(far_off))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, RecursionError):
            raise
        raise _bad(
            "file-damaged", path, f"the workbook is damaged ({str(error)[:120]})", "Get it again."
        ) from None


def _weigh(archive: zipfile.ZipFile, path: Path, size: int, limits: Limits) -> dict[str, tuple[int, int]]:
    """Count the inflated bytes and cells; return the sheets that must be trimmed with their last row and column."""
    inflated = 0
    trimmed: dict[str, tuple[int, int]] = {}
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        is_sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
        extent = _Extent()
        rest = b""
        with archive.open(entry) as member:
            first = True
            while piece := member.read(_PIECE):
                inflated += len(piece)
                if inflated > limits.inflated:
                    raise too_large(path, inflated, limits.inflated)
                if inflated > limits.slack and inflated > limits.ratio * size:
                    raise _bad(
                        "file-inflates",
                        path,
                        f"{format_size(size)} inflate to more than {format_size(inflated)}: over {limits.ratio} to 1",
                        "Ordinary workbooks do not; open it and save it again, or export CSV.",
                    )
                if entry.filename.endswith((".xml", ".rels")):
                    _refuse_dtd(piece, path, first=first)
                if is_sheet:
                    rest = extent.take(rest + piece)
                    if extent.cells > limits.cells:
                        raise _many(path, extent.cells, limits)
                first = False
        if is_sheet and extent.area() > limits.cells:
            trimmed[entry.filename] = extent.near()
            rows, columns = trimmed[entry.filename]
            if rows * columns > limits.cells:
                raise _many(path, rows * columns, limits)
    return trimmed


class _Extent:
    """Which rows and columns of a sheet hold cells."""

    def __init__(self) -> None:
        self.cells = 0
        self.rows: set[int] = set()
        self.columns: set[bytes] = set()

    def take(self, text: bytes) -> bytes:
        """Count the cells in a piece of XML; return the end of it, where a tag may be cut."""
        end = text.rfind(b"<")
        whole, rest = (text[:end], text[end:]) if end > 0 and len(text) - end < _PIECE else (text, b"")
        for column, row in _CELL.findall(whole):
            self.rows.add(int(row))
            self.columns.add(column)
        self.cells += len(_ANY_CELL.findall(whole))
        return rest

    def area(self) -> int:
        if not self.rows:
            return 0
        # calamine's grid begins at the first cell, but rows above it are handed out as well
        return max(self.rows) * max(map(_number, self.columns))

    def near(self) -> tuple[int, int]:
        """Return the last row and column before a gap that no table has."""
        return _before_gap(self.rows, _GAP_ROWS), _before_gap(set(map(_number, self.columns)), _GAP_COLUMNS)


def _before_gap(used: set[int], gap: int) -> int:
    last = 0
    for place in sorted(used):
        if place - last > gap and last:
            break
        last = place
    return last


def _number(column: bytes) -> int:
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number


_WHOLE_CELL = re.compile(
    rb"<((?:\w{1,16}:)?)c\s(?:[^<>]{0,200}?\s)?r=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^<>]{0,200}?(?:/>|>(.*?)</\1c\s*>)",
    re.DOTALL,
)


def _copy_without(
    archive: zipfile.ZipFile, target: Path, trimmed: dict[str, tuple[int, int]]
) -> list[tuple[str, str]]:
    """Copy the workbook without the cells beyond the given rows and columns; return those cells."""
    far_off: list[tuple[str, str]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
        for entry in archive.infolist():
            data = archive.read(entry)
            if entry.filename in trimmed:
                rows, columns = trimmed[entry.filename]

                def near(found: re.Match[bytes], rows: int = rows, columns: int = columns) -> bytes:
                    if int(found[3]) <= rows and _number(found[2]) <= columns:
                        return found[0]
                    value = re.sub(rb"<[^<>]*>", b"", found[4] or b"")
                    far_off.append(
                        ((found[2] + found[3]).decode(), masked_value(value.decode("utf-8", "replace")))
                    )
                    return b""

                data = _WHOLE_CELL.sub(near, data)
            copy.writestr(entry.filename, data)
    return far_off


def _refuse_dtd(piece: bytes, path: Path, *, first: bool) -> None:
    if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece or (first and piece[:2] in (b"\xff\xfe", b"\xfe\xff")):
        raise _bad(
            "file-damaged",
            path,
            "the workbook's XML declares entities or another encoding, which no spreadsheet program writes",
            "Open it in a spreadsheet program and save it again.",
        )


def _many(path: Path, cells: int, limits: Limits) -> BadInputError:
    return _bad(
        "source-too-large",
        path,
        f"the workbook has {cells:,} cells or more; {limits.cells:,} may stand in memory",
        "Export it as CSV or Parquet, which stream.",
    )


def _bad(code: str, path: Path, message: str, step: str) -> BadInputError:
    # code="file-damaged" code="file-inflates" code="source-too-large"
    return BadInputError(Problem(code=code, message=message, place=Place(str(path)), help=step))


__all__: Sequence[str] = ("Safe", "weighed")
