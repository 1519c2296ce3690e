"""Folders of Parquet: files in the order of their names, and the columns that stand in these (``day=2025-01-31``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from footpath.base import BadInputError, Place, Problem
from footpath.evidence.lake.days import NOTHING
from footpath.evidence.lake.listing import Listing, TableFile

_PAIR = re.compile(r"([^=]+)=(.*)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE = re.compile(r"0|-?[1-9]\d{0,17}")


def list_folder(path: Path) -> Listing:
    """Return every Parquet file in a folder; BadInputError (file-missing) where there is none."""
    # Names that begin with _ or . are the notes of the tools that write such folders.
    files = [
        file
        for file in path.rglob("*.parquet")
        if not any(part.startswith(("_", ".")) for part in file.relative_to(path).parts) and file.is_file()
    ]
    if not files:
        raise BadInputError(
            Problem(
                code="file-missing",
                message="this is a folder without Parquet files",
                place=Place(str(path)),
                help="Name the files in it, for example with *.csv.",
            )
        )
    return list_files(path, files)


def list_files(root: Path, files: Iterable[Path]) -> Listing:
    """Return files as one table, in their natural order; a column that only some are named by has no value for the others."""
    found = [(str(file), values_of(file)) for file in sorted(files, key=natural)]
    columns = dict.fromkeys(name for _, values in found for name in values)
    listed = tuple(TableFile(path, {name: values.get(name) for name in columns}) for path, values in found)
    return Listing("folder", str(root), listed, len(listed), types_of(listed))


def values_of(file: Path) -> dict[str, str | None]:
    """Return what the folders right above a file say, outermost first."""
    return dict(reversed([(name, value) for name, value, _ in _pairs(file)]))


def root_of(file: Path) -> Path:
    """Return the folder of the table that a file belongs to: the first one above it whose name says no column."""
    return next((folder.parent for _, _, folder in reversed(list(_pairs(file)))), file.parent)


def _pairs(file: Path) -> Iterable[tuple[str, str | None, Path]]:
    for folder in file.parents:
        found = _PAIR.fullmatch(folder.name)
        if found is None:
            return
        text = unquote(found[2])
        yield unquote(found[1]), (None if text in NOTHING else text), folder


def types_of(files: Sequence[TableFile]) -> Mapping[str, str]:
    """Return the Arrow types of columns that stand in names: whole numbers, dates, or text.

    Numbers with a leading zero are text, as ids of things are.
    """
    types = {}
    for name in files[0].values if files else ():
        texts = {file.values[name] for file in files} - {None}
        if texts and all(_WHOLE.fullmatch(str(text)) for text in texts):
            types[name] = "int64"
        elif texts and all(_is_day(str(text)) for text in texts):
            types[name] = "date32[day]"
        else:
            types[name] = "string"
    return types


def _is_day(text: str) -> bool:
    try:
        return _DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def natural(path: Path) -> tuple[Any, ...]:
    """Return what puts paths into their natural order: orders-2 before orders-10."""
    return tuple(
        (int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", str(path)) if part
    )
