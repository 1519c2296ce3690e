"""XLSX: weighed before it is parsed, then one sheet read as text.

calamine reads a sheet as a dense grid, and ends the process where that does not fit memory; so `workbook` counts
inflated bytes and cells first, and takes far-off cells out of the way.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Place, Problem, did_you_mean
from footpath.evidence.limits import Limits
from footpath.evidence.privacy import mask
from footpath.evidence.raw import Aside, RawFacts, ReadOptions, Sink
from footpath.evidence.readers.apart import set_apart
from footpath.evidence.readers.dialect import looks_like_data
from footpath.evidence.readers.names import name_columns
from footpath.evidence.readers.stream import open_stream, plain_file
from footpath.evidence.readers.workbook import weighed

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 32 * 1024
_LOOKED_AT = 60
# Spreadsheets keep 15 digits; an id of more digits that stands as a number has lost its last ones already.
_EXACT = 10**15


def read(path: Path, how: ReadOptions, sink: Sink, limits: Limits) -> RawFacts:
    """Read one sheet into a sink: dates as ISO text, whole numbers without a point, everything else as it stands.

    Raises
    ------
    BadInputError
        Where the workbook is damaged, inflates too far, has too many cells, has no such sheet or no table.
    """
    with plain_file(path, limits, limits.inflated) as plain, weighed(plain, path, limits) as safe:
        facts = _read(safe.path, path, how, sink, limits)
        for reference, value in safe.far_off[: max(0, 1000)]:
            sink.aside(Aside(str(path), None, reference, "a cell far away from the table", value))
    with open_stream(path, limits) as stream:
        compression = stream.compression
    return RawFacts(
        **{**_fields(facts), "aside": facts.aside + len(safe.far_off), "compression": compression}
    )


def _fields(facts: RawFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__}


def _read(file: Path, path: Path, how: ReadOptions, sink: Sink, limits: Limits) -> RawFacts:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(file))
        names = [entry.name for entry in book.sheets_metadata if "Work" in str(entry.typ)]
        hidden = {
            entry.name
            for entry in book.sheets_metadata
            if "Visible.Visible" not in str(entry.visible).replace("SheetVisibleEnum", "Visible")
        }
        name, rows, others = _choose(book, names, hidden, how.sheet, path)
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, BadInputError):
            raise
        raise _bad(
            "file-damaged",
            path,
            f"the workbook is damaged ({str(error)[:120]})",
            "Open it and save it again.",
        ) from None
    problems: list[Problem] = []
    if others and how.sheet is None:
        problems.append(_several(path, name, others))
    return _hand_on(rows, _Sheet(path, name, tuple(names)), how, sink, problems)


class _Sheet:
    def __init__(self, path: Path, name: str, names: tuple[str, ...]) -> None:
        self.path, self.name, self.names = path, name, names


def _choose(
    book: Any, names: Sequence[str], hidden: set[str], wanted: str | None, path: Path
) -> tuple[str, list[list[Any]], list[str]]:
    """Return the sheet's name, its rows from the first on, and the names of other sheets that hold tables."""
    if wanted is not None:
        found = [name for name in names if name == wanted] or [
            name for name in names if name.lower() == wanted.lower()
        ]
        if not found:
            raise BadInputError(
                Problem(
                    code="sheet-unknown",
                    message=f"there is no sheet {wanted!r}",
                    place=Place(str(path)),
                    value=wanted,
                    help=did_you_mean(wanted, names, what="the sheets are"),
                )
            )
        return found[0], list(book.get_sheet_by_name(found[0]).iter_rows()), []
    tables: list[str] = []
    chosen: list[list[Any]] = []
    for name in [*(n for n in names if n not in hidden), *(n for n in names if n in hidden)]:
        sheet = book.get_sheet_by_name(name)
        if sheet.height < 2 or sheet.width < 2 or (tables and name in hidden):
            continue
        tables.append(name)
        if len(tables) == 1:
            chosen = list(sheet.iter_rows())
    if tables:
        return tables[0], chosen, tables[1:]
    for name in names:
        rows = list(book.get_sheet_by_name(name).iter_rows())
        if rows:
            return name, rows, []
    raise _bad("file-empty", path, "the workbook's sheets are empty", "Export it again.")


def _hand_on(
    rows: list[list[Any]], sheet: _Sheet, how: ReadOptions, sink: Sink, problems: list[Problem]
) -> RawFacts:
    path = sheet.path
    header_row = how.header - 1 if how.header else _find_header(rows)
    if how.header == 0 or header_row is None:
        header_row = None
        wide = max((len(row) for row in rows[:_LOOKED_AT]), default=0)
        header = [f"column {number}" for number in range(1, wide + 1)]
    else:
        header = [_text(value) or "" for value in rows[header_row]] if header_row < len(rows) else []
    if not header:
        raise _bad(
            "file-empty", path, "there is no table in this sheet", "Name the sheet, or the row of the header."
        )
    body = rows[(header_row + 1) if header_row is not None else 0 :]
    filled = [
        any(len(row) > at and row[at] not in ("", None) for row in body[:1000]) for at in range(len(header))
    ]
    # Columns that have neither a name nor a value are the sheet's margin.
    kept = [at for at in range(len(header)) if header[at] or filled[at] or _any(body, at)]
    line = None if header_row is None else header_row + 1
    names = name_columns(
        [header[at] for at in kept], Place(str(path), line), filled=[filled[at] for at in kept]
    )
    if how.header is None and header_row is None:
        problems.append(_no_header(path, len(header)))
    above = (
        ()
        if header_row is None
        else tuple(
            mask(text)[0][:80]
            for row in rows[:header_row]
            if (text := " ".join(filter(None, map(_text, row))))
        )
    )
    counted = [0, 0]
    rounded = 0
    done = how.rows == 0

    def set_aside(aside: Aside) -> None:
        counted[1] += 1
        sink.aside(aside)

    first = (header_row or 0) + (2 if header_row is not None else 1)
    shown = [header[at] for at in kept]
    for batch, lines, lost in _batches(body, kept, names.columns, first):
        if done:
            break
        rounded += lost
        good, places, _ = set_apart(str(path), batch, lines, shown, set_aside)
        if how.rows is not None and counted[0] + good.num_rows >= how.rows:
            done = True
            good, places = good.slice(0, how.rows - counted[0]), places.slice(0, how.rows - counted[0])
        if good.num_rows:
            sink.batch(good, places)
            counted[0] += good.num_rows
    if rounded:
        problems.append(_rounded(path, rounded))
    if counted == [0, 0] and not done:
        problems.append(_no_rows(path))
    return RawFacts(
        file=str(path),
        format="xlsx",
        bytes=path.stat().st_size,
        columns=names.columns,
        rows=counted[0],
        aside=counted[1],
        complete=not done,
        header_line=line or 0,
        above=above,
        sheet=sheet.name,
        sheets=sheet.names,
        renamed=names.renamed,
        guessed=tuple(name for name in ("sheet", "header") if getattr(how, name) is None),
        problems=(*problems, *names.problems),
    )


def _any(body: Sequence[Sequence[Any]], at: int) -> bool:
    return any(len(row) > at and row[at] not in ("", None) for row in body)


def _batches(
    body: Sequence[Sequence[Any]], kept: Sequence[int], names: Sequence[str], first: int
) -> Iterator[tuple[pa.RecordBatch, pa.Int64Array, int]]:
    """Yield the rows that hold anything as text, with the sheet's row numbers and how many numbers were rounded."""
    import pyarrow as pa

    for begin in range(0, len(body), _BATCH):
        part = body[begin : begin + _BATCH]
        numbered = [
            (first + begin + at, row)
            for at, row in enumerate(part)
            if any(value not in ("", None) for value in row)
        ]
        if not numbered:
            continue
        columns = [[_text(row[at]) if at < len(row) else None for _, row in numbered] for at in kept]
        lost = sum(
            isinstance(value, float) and abs(value) >= _EXACT and value.is_integer()
            for _, row in numbered
            for value in row
        )
        arrays = [pa.array(column, pa.string()) for column in columns]
        yield (
            pa.record_batch(arrays, names=list(names)),
            pa.array([line for line, _ in numbered], pa.int64()),
            lost,
        )


def _text(value: Any) -> str | None:
    """Return a cell as text; numbers as a spreadsheet shows them (15 digits), so that 5.0 is 5 and 0.1 + 0.2 is 0.3."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e25 else f"{value:.15g}"
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        seconds = round(value.total_seconds())
        sign = "-" if seconds < 0 else ""
        minutes, rest = divmod(abs(seconds), 60)
        return f"{sign}{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
    return str(value)


def _find_header(rows: Sequence[Sequence[Any]]) -> int | None:
    """Return the index of the header below any title rows; None where the first full row is data already."""
    looked = rows[:_LOOKED_AT]
    full = [sum(value not in ("", None) for value in row) for row in looked]
    most = sorted((count for count in full if count), reverse=True)
    if not most:
        return None
    usual = most[len(most) // 4]
    for index, row in enumerate(looked):
        if full[index] * 10 < usual * 6 or (usual >= 2 and full[index] < 2):
            continue
        texts = [value for value in row if value not in ("", None)]
        if all(isinstance(value, str) and not looks_like_data(value) for value in texts):
            return index
        # A pivot's header holds years and months as numbers; data have them in the rows below as well.
        named = sum(isinstance(value, str) and not looks_like_data(value) for value in texts)
        if index + 1 < len(looked) and named * 2 > len(texts):
            return index
        return None
    return next((index for index, count in enumerate(full) if count), None)


def _several(path: Path, name: str, others: Sequence[str]) -> Problem:
    return Problem(
        code="sheets-several",
        message=f"sheet {name!r} was read; {', '.join(map(repr, others[:5]))} hold tables too",
        place=Place(str(path)),
        severity="warning",
        help=f"Name another with the option sheet, for example {others[0]!r}.",
    )


def _no_header(path: Path, columns: int) -> Problem:
    return Problem(
        code="csv-no-header",
        message=f"the first row looks like data, so its {columns} columns are called column 1, column 2 ...",
        place=Place(str(path), 1),
        severity="warning",
        help="Give the header's row with the option header, or 0 to say that there is none.",
    )


def _no_rows(path: Path) -> Problem:
    return Problem(
        code="file-empty",
        message="the sheet has a header but no row below it",
        place=Place(str(path)),
        severity="warning",
        help="Look at the period of the export, or name another sheet.",
    )


def _rounded(path: Path, count: int) -> Problem:
    return Problem(
        code="sheet-rounded",
        message=f"{count:,} numbers have more than 15 digits; the spreadsheet has rounded them, so they are no ids any more",
        place=Place(str(path)),
        severity="warning",
        help="Export again with that column as text, or take the CSV before it went through a spreadsheet.",
    )


def _bad(code: str, path: Path, message: str, step: str) -> BadInputError:
    # code="file-empty" code="file-damaged"
    return BadInputError(Problem(code=code, message=message, place=Place(str(path)), help=step))
