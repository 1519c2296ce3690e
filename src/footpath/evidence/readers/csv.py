"""Delimited text: every value is text, every row has its line, and a row that does not fit is set aside with a reason.

Blocks of whole lines go through Arrow's parser where they are plain; where quotes span lines, bytes do not fit or a
row has another number of values, the same block goes through the standard library's, record by record. Both give the
same rows.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.base import BadInputError, Place, Problem
from footpath.evidence.encoding import MARK, Encoding, detect, title
from footpath.evidence.limits import KIB, Limits
from footpath.evidence.privacy import mask, masked_value
from footpath.evidence.raw import Aside, RawFacts, ReadOptions, Sink
from footpath.evidence.readers.apart import set_apart
from footpath.evidence.readers.dialect import BLANKS, Dialect, find, find_delimiter, records
from footpath.evidence.readers.names import Names, name_columns
from footpath.evidence.readers.stream import open_stream
from footpath.evidence.readers.text import Block, blocks

if TYPE_CHECKING:
    import pyarrow as pa

_SAMPLE = 256 * KIB
_LONGEST_RECORD = 2000
_UNCLOSED = "a quote opens here and is not closed before the end of the row"
_PLACEHOLDER = "\x00"


@dataclass(slots=True)
class _Reading:
    """What stays the same over one file, and what is counted."""

    file: str
    dialect: Dialect
    header: tuple[str, ...]
    names: tuple[str, ...]
    encoding: Encoding
    limits: Limits
    sink: Sink
    most: int | None
    rows: int = 0
    aside: int = 0
    unfit: int = 0
    damaged: int = 0
    done: bool = False
    cut: bool = False
    rest: list[str] = field(default_factory=list)
    rest_line: int = 0

    def set_aside(self, line: int, reason: str, value: str) -> None:
        self.aside += 1
        self.sink.aside(Aside(self.file, line, None, reason, masked_value(value)))

    def hand_on(self, batch: pa.RecordBatch, lines: pa.Int64Array) -> None:
        batch, lines, _ = set_apart(self.file, batch, lines, self.header, self._count_aside)
        if self.most is not None and self.rows + batch.num_rows >= self.most:
            self.cut = self.rows + batch.num_rows > self.most
            batch, lines = batch.slice(0, self.most - self.rows), lines.slice(0, self.most - self.rows)
            self.done = True
        if batch.num_rows:
            self.sink.batch(batch, lines)
            self.rows += batch.num_rows

    def _count_aside(self, aside: Aside) -> None:
        self.aside += 1
        self.sink.aside(aside)


def read(path: Path, how: ReadOptions, sink: Sink, limits: Limits) -> RawFacts:
    """Read a delimited text into a sink.

    Raises
    ------
    BadInputError
        Where the file is empty, the delimiter given fits no line, or most rows do not fit the header.
    """
    encoding = detect(path, how.encoding, limits)
    stream = blocks(path, encoding, limits)
    first = next(stream, None)
    if first is None:
        raise _bad("file-empty", path, None, "the file is empty", "Export it again.")
    sample = _sample(first)
    if not sample.strip():
        raise _bad("file-empty", path, None, "the file holds nothing but blank lines", "Export it again.")
    dialect, header_line, header, above, problems = _layout(path, sample, how)
    below = records(sample.split("\n"), dialect.delimiter, dialect.quote, dialect.escape)
    filled = [any(len(row) > at and row[at].strip() for row in below[1:]) for at in range(len(header))]
    names = name_columns(header, Place(str(path), header_line or None), filled=filled)
    if not header_line:
        names = Names(names.columns, {}, ())
    reading = _Reading(
        file=str(path),
        dialect=dialect,
        header=tuple(header),
        names=names.columns,
        encoding=encoding,
        limits=limits,
        sink=sink,
        most=how.rows,
        done=how.rows == 0,
    )
    csv.field_size_limit(limits.field)
    body = _without_head(first, header_line or dialect.skip)
    complete = True
    for block in chain([body], stream):
        if reading.done:
            complete = False
            break
        _take(reading, block)
    if not reading.done:
        _take_rest(reading)
    complete = complete and not reading.cut and how.rows != 0
    problems = [*problems, *names.problems, *_said_at_the_end(reading, path, complete)]
    guessed = [name for name in ("encoding", "delimiter", "header") if getattr(how, name) is None]
    return RawFacts(
        file=str(path),
        format="csv",
        bytes=path.stat().st_size,
        columns=names.columns,
        rows=reading.rows,
        aside=reading.aside,
        complete=complete,
        compression=_compression(path, limits),
        encoding=title(encoding.name),
        delimiter=dialect.delimiter,
        quote=dialect.quote,
        decimal=dialect.decimal,
        header_line=header_line,
        above=above,
        renamed=names.renamed,
        damaged=reading.damaged,
        guessed=tuple(guessed),
        problems=tuple(problems),
    )


def _compression(path: Path, limits: Limits) -> str | None:
    with open_stream(path, limits) as stream:
        return stream.compression


def _sample(block: Block) -> str:
    data = block.data[:_SAMPLE]
    if len(block.data) > _SAMPLE:
        data = data[: data.rfind(b"\n") + 1] or data
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def _layout(
    path: Path, sample: str, how: ReadOptions
) -> tuple[Dialect, int, list[str], tuple[str, ...], list[Problem]]:
    """Return the dialect, the header's line (0: none), its cells, the lines above it, and what is to be said."""
    dialect = find(sample, how.delimiter, how.quote)
    lines = sample.split("\n")[dialect.skip :]
    if how.delimiter is not None:
        _check_delimiter(path, dialect, lines, how.delimiter)
    numbered = _numbered(lines, dialect)
    problems: list[Problem] = []
    if not numbered:
        raise _bad(
            "file-no-table", path, 1, "no line of the file can be read as a row", "Export it again, as CSV."
        )
    if how.header is not None:
        if how.header == 0:
            return replace(dialect, header=None), 0, _invented(dialect), (), []
        at = next((i for i, (line, _) in enumerate(numbered) if line + dialect.skip >= how.header), None)
        if at is None:
            raise _bad(
                "file-empty",
                path,
                how.header,
                "there is no such line for a header",
                "Leave the option header out.",
            )
        dialect = replace(dialect, header=at, columns=len(numbered[at][1]), differ=False)
    if dialect.header is None:
        problems.append(_no_header(path, numbered[0][1]))
        return dialect, 0, _invented(dialect), (), problems
    line, cells = numbered[dialect.header]
    line += dialect.skip
    if dialect.differ:
        below = numbered[dialect.header + 1][1] if len(numbered) > dialect.header + 1 else []
        raise _bad(
            "csv-rows-differ",
            path,
            line,
            f"the header has {len(cells)} columns, but most rows have {len(below)} values",
            f"Look at the header, or name the delimiter (now {_shown(dialect.delimiter)}).",
        )
    above = tuple(mask(" ".join(" ".join(row).split()))[0][:80] for _, row in numbered[: dialect.header])
    return dialect, line, cells, above, problems


def _numbered(lines: Sequence[str], dialect: Dialect) -> list[tuple[int, list[str]]]:
    """Return the first records with the line that each begins on, as `records` does without lines."""
    found: list[tuple[int, list[str]]] = []
    if dialect.delimiter == BLANKS:
        return [(at, line.split()) for at, line in enumerate(lines[:300], 1) if line.split()]
    reader = _reader((line + "\n" for line in lines), dialect)
    begin = 1
    try:
        for row in reader:
            if row:
                found.append((begin, row))
            begin = reader.line_num + 1
            if len(found) >= 300:
                break
    except csv.Error:
        pass
    return found


def _reader(lines: Iterator[str], dialect: Dialect, *, strict: bool = False) -> Any:
    return csv.reader(
        lines,
        delimiter=dialect.delimiter or _PLACEHOLDER,
        quotechar=dialect.quote,
        escapechar=dialect.escape,
        doublequote=dialect.escape is None,
        strict=strict,
    )


def _invented(dialect: Dialect) -> list[str]:
    return [f"column {number}" for number in range(1, dialect.columns + 1)]


def _without_head(block: Block, lines: int) -> Block:
    """Return the block without its first lines (the header and what stands over it)."""
    at = 0
    for _ in range(lines):
        at = block.data.find(b"\n", at) + 1
    return Block(block.data[at:], block.line + lines, block.clean)


# ---------------------------------------------------------------- the body


def _take(reading: _Reading, block: Block) -> None:
    # What the file itself holds as U+FFFD was lost before it came here; it is counted and said.
    reading.damaged += block.data.count(b"\xef\xbf\xbd")
    if not reading.rest and _is_plain(reading, block):
        done = _by_arrow(reading, block)
        if done is not None:
            reading.hand_on(*done)
            return
    lines = block.data.decode("utf-8").split("\n")
    lines.pop()  # a block ends with a line feed
    if reading.rest:
        _by_records(reading, reading.rest + lines, reading.rest_line, final=False)
    else:
        _by_records(reading, lines, block.line, final=False)


def _take_rest(reading: _Reading) -> None:
    if reading.rest:
        _by_records(reading, reading.rest, reading.rest_line, final=True)


def _is_plain(reading: _Reading, block: Block) -> bool:
    """Return whether rows and lines are one and the same in this block, so that Arrow may parse it."""
    data = block.data
    if not block.clean or not data or reading.dialect.delimiter == BLANKS or b"\0" in data:
        return False
    if b"\n\n" in data or b"\n\r\n" in data or data[:1] in (b"\n", b"\r"):
        return False
    if data.count(b"\r") != data.count(b"\r\n"):
        return False
    return _lines_are_plain(data, reading.dialect, reading.limits.field)


def _lines_are_plain(data: bytes, dialect: Dialect, longest: int) -> bool:
    """Return whether quotes come in pairs on each line and no line is longer than a value may be."""
    import numpy as np

    raw = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(raw == 10)
    if np.diff(ends, prepend=-1).max() > longest:
        return False
    quote = dialect.quote.encode()
    if quote not in data:
        return True
    if dialect.escape is not None or len(quote) != 1:
        return False
    marks = np.flatnonzero(raw == quote[0])
    before = np.searchsorted(marks, ends)
    return bool((np.diff(before, prepend=0) % 2 == 0).all())


def _by_arrow(reading: _Reading, block: Block) -> tuple[pa.RecordBatch, pa.Int64Array] | None:
    """Parse a block with Arrow; None where a row does not fit, so that the other way says which."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.csv as arrow_csv

    keys = [str(number) for number in range(len(reading.names))]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(block.data),
            read_options=arrow_csv.ReadOptions(
                column_names=keys, block_size=len(block.data) + 1, use_threads=True
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=reading.dialect.delimiter or "\x01",
                quote_char=reading.dialect.quote,
                double_quote=True,
                newlines_in_values=False,
                ignore_empty_lines=False,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(keys, pa.string()),
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
                null_values=[""],
            ),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows != block.data.count(b"\n"):
        return None
    arrays = [column.combine_chunks() for column in table.columns]
    lines = pa.array(np.arange(block.line, block.line + table.num_rows, dtype=np.int64))
    return pa.record_batch(arrays, names=list(reading.names)), lines


class _Feed:
    """Hands lines to the parser and knows where it stands; `dry`: it asked for more than there is."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.at = 0
        self.dry = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            self.dry = True
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1] + "\n"


def _by_records(reading: _Reading, lines: list[str], first: int, *, final: bool) -> None:
    """Parse lines record by record; what may go on in the next block is kept for it.

    A record of several lines that does not fit was swallowed by a quote that nobody closed: its first line alone is
    set aside, and reading goes on with the second.
    """
    reading.rest = []
    width = len(reading.names)
    marked = any(MARK in line for line in lines)
    nul = any("\0" in line for line in lines)
    rows: list[list[str]] = []
    places: list[int] = []
    feed = _Feed(lines)
    blanks = reading.dialect.delimiter == BLANKS
    parser = _reader(iter(feed), reading.dialect)
    while True:
        start = feed.at
        try:
            row = next(feed).split() if blanks else next(parser)
        except StopIteration:
            break
        except csv.Error as error:
            reading.set_aside(first + start, _reason(error, reading.limits), lines[start])
            feed.at, parser = start + 1, _reader(iter(feed), reading.dialect)
            continue
        span = feed.at - start
        if feed.dry or span > _LONGEST_RECORD:
            if feed.dry and not final and span <= _LONGEST_RECORD:
                reading.rest, reading.rest_line = lines[start:], first + start
                break
            reading.set_aside(first + start, "a quote opens here and is never closed", lines[start])
            feed.at, feed.dry, parser = start + 1, False, _reader(iter(feed), reading.dialect)
            continue
        if len(row) > width and not any(row[width:]):
            row = row[:width]
        if span > 1 and len(row) == width and not _is_sound(row, lines[start : feed.at], reading.dialect):
            reading.set_aside(first + start, _UNCLOSED, lines[start])
            feed.at, parser = start + 1, _reader(iter(feed), reading.dialect)
            continue
        if len(row) == width and not (marked or nul):
            rows.append(row)
            places.append(first + start)
            continue
        if not row or (width > 1 and row == [""]):
            continue
        reason = _misfit(row, width, span, reading)
        if reason is None:
            rows.append(row)
            places.append(first + start)
            continue
        if span > 1 and len(row) != width:
            reading.set_aside(first + start, reason, lines[start])
            feed.at, parser = start + 1, _reader(iter(feed), reading.dialect)
            continue
        reading.set_aside(first + start, reason, (reading.dialect.delimiter or "").join(row))
    if rows:
        reading.hand_on(*_batch(rows, places, reading.names))


def _batch(
    rows: list[list[str]], places: list[int], names: Sequence[str]
) -> tuple[pa.RecordBatch, pa.Int64Array]:
    import pyarrow as pa

    columns = [
        pa.array([value or None for value in column], pa.string()) for column in zip(*rows, strict=True)
    ]
    return pa.record_batch(columns, names=list(names)), pa.array(places, pa.int64())


def _is_sound(row: Sequence[str], lines: Sequence[str], dialect: Dialect) -> bool:
    """Return whether a record of several lines closes its quotes where values end, not in the midst of another row."""
    if not any(dialect.quote in value for value in row):
        return True
    try:
        next(_reader((line + "\n" for line in lines), dialect, strict=True))
    except (csv.Error, StopIteration):
        return False
    return True


def _misfit(row: Sequence[str], width: int, span: int, reading: _Reading) -> str | None:
    if any(MARK in value for value in row):
        reading.unfit += 1
        return f"bytes that are no {title(reading.encoding.name)}"
    if any("\0" in value for value in row):
        return "NUL bytes"
    if len(row) == width:
        return None
    if span > 1:
        return _UNCLOSED
    return f"{len(row)} values in {width} columns"


def _reason(error: csv.Error, limits: Limits) -> str:
    if "field larger" in str(error):
        return f"a value longer than {limits.field:,} characters"
    if "new-line character" in str(error):
        return "a carriage return in the middle of the line"
    return f"the line cannot be parsed ({error})"


# ---------------------------------------------------------------- what is said


def _check_delimiter(path: Path, dialect: Dialect, lines: Sequence[str], given: str) -> None:
    if dialect.columns > 1:
        return
    other = find_delimiter(lines, dialect.quote, dialect.escape)
    if other is not None and other != given:
        raise _bad(
            "csv-delimiter",
            path,
            1,
            f"with the delimiter {_shown(given)} every line is one column; with {_shown(other)} they are several",
            f"Leave the option delimiter out, or give {_shown(other)}.",
        )


def _shown(delimiter: str | None) -> str:
    return {"\t": "tab", " ": "blanks", None: "none"}.get(delimiter, repr(delimiter))


def _no_header(path: Path, first: Sequence[str]) -> Problem:
    return Problem(
        code="csv-no-header",
        message=f"the first line looks like data, so its {len(first)} columns are called column 1, column 2 ...",
        place=Place(str(path), 1),
        severity="warning",
        help="Give the header's line with the option header, or 0 to say that there is none.",
    )


def _said_at_the_end(reading: _Reading, path: Path, complete: bool) -> list[Problem]:
    said: list[Problem] = []
    if complete and reading.rows == 0 and reading.aside == 0:
        said.append(
            Problem(
                code="file-empty",
                message="the file has a header but no row below it",
                place=Place(str(path)),
                severity="warning",
                help="Look at the period of the export.",
            )
        )
    if reading.aside > reading.rows and reading.aside > 10:
        reasons = (
            "bytes do not fit the encoding"
            if reading.unfit * 2 > reading.aside
            else "their values do not fit the header"
        )
        code = "text-encoding" if reading.unfit * 2 > reading.aside else "csv-rows-differ"
        raise _bad(
            code,
            path,
            None,
            f"{reading.aside:,} of {reading.aside + reading.rows:,} rows cannot be read: {reasons} "
            f"(read as {title(reading.encoding.name)}, delimiter {_shown(reading.dialect.delimiter)})",
            "Give the encoding or the delimiter.",
        )
    return said


def _bad(code: str, path: Path, line: int | None, message: str, step: str) -> BadInputError:
    # code="file-empty" code="file-no-table" code="csv-delimiter" code="csv-rows-differ" code="text-encoding"
    return BadInputError(Problem(code=code, message=message, place=Place(str(path), line), help=step))
