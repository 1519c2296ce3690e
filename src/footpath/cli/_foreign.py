"""Foreign maps and lists: opened in the reading child, understood by `interchange` there, and only data comes back."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from footpath.interchange import Read, ReadOptions


def read_file(path: Path, fmt: str, options: ReadOptions, *, sheet: str | None = None) -> Read:
    """Return what a file in another format holds.

    Raises
    ------
    BadInputError
        Where it cannot be read, with all problems.
    """
    from footpath.interchange import Read

    return Read.from_json(_ask(path, fmt, options, sheet, rows=False)["read"])


def read_rows(path: Path, fmt: str, options: ReadOptions, *, sheet: str | None = None) -> list[list[str]]:
    """Return the rows of a table in another format."""
    rows: list[list[str]] = _ask(path, fmt, options, sheet, rows=True)["rows"]
    return rows


def _ask(path: Path, fmt: str, options: ReadOptions, sheet: str | None, *, rows: bool) -> dict[str, Any]:
    from footpath.evidence import Limits, in_child

    with tempfile.TemporaryDirectory(prefix="footpath-") as folder:
        if str(path) == "-":
            named = Path(folder) / "clipboard"
            named.write_bytes(sys.stdin.buffer.read())
        else:
            named = path.resolve()
        argument = {
            "path": str(named),
            "format": fmt,
            "lanes": dict(options.lanes),
            "columns": dict(options.columns),
            "language": options.language,
            "sheet": sheet,
            "rows": rows,
        }
        return in_child(
            "footpath.cli._foreign:in_the_child",
            argument,
            folder=Path(folder) / "out",
            limits=Limits(cpu_s=60, wall_s=120),
        )


def in_the_child(argument: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Read the file and return plain data (runs in the child)."""
    from footpath.evidence.foreign import foreign_rows, foreign_text, is_book
    from footpath.interchange import FORMATS, Foreign, ReadOptions, read

    del folder
    path = Path(argument["path"])
    name = "" if path.stem == "clipboard" else path.stem
    if is_book(path):
        foreign = Foreign(rows=foreign_rows(path, argument["sheet"]), name=name)
    else:
        foreign = Foreign(foreign_text(path), name=name)
    options = ReadOptions(argument["lanes"], argument["columns"], argument["language"])
    if argument["rows"]:
        as_rows = FORMATS.get(argument["format"]).rows
        return {"rows": [list(row) for row in (as_rows(foreign) if as_rows else ())]}
    return {"read": read(foreign, argument["format"], options).to_json()}
