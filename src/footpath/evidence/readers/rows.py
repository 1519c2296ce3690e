"""The rows of a delimited text, by Arrow where a block is plain, record by record where it is not; both give the same."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from footpath.evidence.encoding import MARK, Encoding, title
from footpath.evidence.limits import Limits
from footpath.evidence.privacy import masked_value
from footpath.evidence.raw import Aside, Sink
from footpath.evidence.readers.apart import set_apart
from footpath.evidence.readers.dialect import BLANKS, Dialect, parser_of
from footpath.evidence.readers.text import Block

if TYPE_CHECKING:
    import pyarrow as pa

_LONGEST_RECORD = 2000
_UNCLOSED = "a quote opens here and is not closed before the end of the row"


@dataclass(slots=True)
class Reading:
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
        """Set a row aside."""
        self.aside += 1
        self.sink.aside(Aside(self.file, line, None, reason, masked_value(value)))

    def hand_on(self, batch: pa.RecordBatch, lines: pa.Int64Array) -> None:
        """Hand a batch on, without repeated headers and totals, and no more rows than were asked for."""
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


def take(reading: Reading, block: Block) -> None:
    """Hand on the rows of a block; a record that may go on in the next one is kept."""
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


def take_rest(reading: Reading) -> None:
    """Hand on what was kept, after the last block."""
    if reading.rest:
        _by_records(reading, reading.rest, reading.rest_line, final=True)


def _is_plain(reading: Reading, block: Block) -> bool:
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


def _by_arrow(reading: Reading, block: Block) -> tuple[pa.RecordBatch, pa.Int64Array] | None:
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


def _by_records(reading: Reading, lines: list[str], first: int, *, final: bool) -> None:
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
    parser = parser_of(iter(feed), reading.dialect)
    while True:
        start = feed.at
        try:
            row = next(feed).split() if blanks else next(parser)
        except StopIteration:
            break
        except csv.Error as error:
            reading.set_aside(first + start, _reason(error, reading.limits), lines[start])
            feed.at, parser = start + 1, parser_of(iter(feed), reading.dialect)
            continue
        span = feed.at - start
        if feed.dry or span > _LONGEST_RECORD:
            if feed.dry and not final and span <= _LONGEST_RECORD:
                reading.rest, reading.rest_line = lines[start:], first + start
                break
            reading.set_aside(first + start, "a quote opens here and is never closed", lines[start])
            feed.at, feed.dry, parser = start + 1, False, parser_of(iter(feed), reading.dialect)
            continue
        if len(row) > width and not any(row[width:]):
            row = row[:width]
        if span > 1 and len(row) == width and not _is_sound(row, lines[start : feed.at], reading.dialect):
            reading.set_aside(first + start, _UNCLOSED, lines[start])
            feed.at, parser = start + 1, parser_of(iter(feed), reading.dialect)
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
            feed.at, parser = start + 1, parser_of(iter(feed), reading.dialect)
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
        next(parser_of((line + "\n" for line in lines), dialect, strict=True))
    except (csv.Error, StopIteration):
        return False
    return True


def _misfit(row: Sequence[str], width: int, span: int, reading: Reading) -> str | None:
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
