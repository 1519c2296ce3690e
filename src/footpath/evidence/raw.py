"""What comes out of a foreign file before anybody says what it means: text columns, line numbers, facts, rows set aside.

The types that the readers fill, and `read_raw` and `read_into`, which choose the reader. They run inside the
child process (see `door`); nothing here guesses meanings, parses dates or knows a customer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import footpath.evidence.codes_bytes  # noqa: F401  # registers the codes that reading may give
from footpath.base import Problem
from footpath.evidence.limits import Limits

if TYPE_CHECKING:
    import pyarrow as pa

    from footpath.evidence.lake.listing import Listing


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How the bytes read; None is "guess and say what was guessed".

    Parameters
    ----------
    format
        A reader's name: csv, xlsx, parquet, jsonl.
    encoding, delimiter, quote
        Of CSV. The delimiter ``" "`` means any run of blanks.
    header
        Line (CSV) or row (XLSX) of the header, from 1; 0 says that there is none.
    sheet
        Of XLSX: a sheet's name.
    rows
        Read at most so many rows; 0 gives the facts alone. None reads all.
    verify
        Of Parquet: read every page once, so that a damaged one is found here and not in the middle of a question.
    columns
        Of Parquet: read these columns only (those that are nested whole).
    listing
        Of tables that are folders: the files to read, where not all of them are; None lists them.
    """

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header: int | None = None
    sheet: str | None = None
    rows: int | None = None
    verify: bool = False
    columns: tuple[str, ...] | None = None
    listing: Listing | None = None

    def to_json(self) -> dict[str, Any]:
        """Return what was said, without what is to be guessed and without a listing."""
        return {
            name: value
            for f in dataclasses.fields(self)
            if (name := f.name) != "listing"
            and (value := getattr(self, name)) is not None
            and value is not False
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ReadOptions:
        """Read back what `to_json` wrote."""
        return cls(**data)


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that could not be read: its place, the reason in plain words, and the value with people masked.

    `line` is the physical line of the file (or the sheet's row) from 1; `column` the name of a column, where one is
    to blame.
    """

    file: str
    line: int | None
    column: str | None
    reason: str
    value: str

    def to_json(self) -> dict[str, Any]:
        """Return the row of an aside file."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Aside:
        """Read back what `to_json` wrote."""
        return cls(**data)


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file: its path, rows and bytes."""

    path: str
    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class RawFacts:
    """What was found out about a file's bytes; fields that a format does not have stay at their defaults.

    `guessed` names the options that nobody gave (encoding, delimiter, header, sheet); `rows` counts the rows handed on
    and `aside` those set aside; `complete` is False where `ReadOptions.rows` ended the reading early, and then both
    count what was read. `types` maps a typed column to its Arrow type (Parquet; None: all text). `renamed` maps a new
    name to the name that stood twice (or not at all). `above` holds lines over the header, `damaged` counts
    replacement characters (U+FFFD) that the file itself holds. `parts` are the Parquet files that an engine can scan in
    place, `beside` the columns that it would not find in each of them.
    """

    file: str
    format: str
    bytes: int
    columns: tuple[str, ...]
    rows: int = 0
    aside: int = 0
    complete: bool = True
    compression: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    decimal: str | None = None
    header_line: int | None = None
    above: tuple[str, ...] = ()
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    types: Mapping[str, str] | None = None
    parts: tuple[Part, ...] = ()
    beside: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    damaged: int = 0
    guessed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the facts as plain data."""
        data = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        data["parts"] = [dataclasses.asdict(part) for part in self.parts]
        data["problems"] = [problem.to_json() for problem in self.problems]
        data["renamed"] = dict(self.renamed)
        for name in ("columns", "above", "sheets", "guessed", "beside"):
            data[name] = list(data[name])
        if self.types is not None:
            data["types"] = dict(self.types)
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RawFacts:
        """Read back what `to_json` wrote."""
        given = dict(data)
        given["parts"] = tuple(Part(**part) for part in data["parts"])
        given["problems"] = tuple(Problem.from_json(problem) for problem in data["problems"])
        for name in ("columns", "above", "sheets", "guessed", "beside"):
            given[name] = tuple(data.get(name, ()))
        return cls(**given)


class Sink(Protocol):
    """What takes a reader's output, batch by batch."""

    def batch(self, batch: pa.RecordBatch, lines: pa.Int64Array) -> None:
        """Take rows (text columns; typed from Parquet; empty is null) and the line that each began on."""

    def aside(self, aside: Aside) -> None:
        """Take a row that could not be read."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """A whole file in memory: `table` has text columns (typed from Parquet), `lines` the line of each row.

    Empty cells are null in every format. `aside` holds the first thousand rows set aside; `facts.aside` counts all.
    """

    table: pa.Table
    lines: pa.ChunkedArray
    facts: RawFacts
    aside: tuple[Aside, ...]


class Collector:
    """A sink that keeps everything in memory (asides: the first thousand)."""

    most_asides = 1000

    def __init__(self) -> None:
        self.batches: list[pa.RecordBatch] = []
        self.lines: list[pa.Int64Array] = []
        self.asides: list[Aside] = []

    def batch(self, batch: pa.RecordBatch, lines: pa.Int64Array) -> None:
        """Keep the batch."""
        self.batches.append(batch)
        self.lines.append(lines)

    def aside(self, aside: Aside) -> None:
        """Keep the row set aside, while there is room."""
        if len(self.asides) < self.most_asides:
            self.asides.append(aside)


def read_into(path: Path, how: ReadOptions, sink: Sink, *, limits: Limits | None = None) -> RawFacts:
    """Read a file into a sink and return the facts; the format is told by the bytes, not by the name.

    Runs inside the child. The file is opened for reading only, and never more than a few MiB of it are held at once
    (XLSX: the sheet, under `Limits.cells`).

    Raises
    ------
    BadInputError
        Where the file as a whole cannot be read: empty, no table, a web page, cut short, too large inflated.
    """
    from footpath.evidence.readers import reader_for

    return reader_for(path, how)(path, how, sink, limits or Limits())


def read_raw(path: Path, how: ReadOptions | None = None, *, limits: Limits | None = None) -> RawTable:
    """Read a file whole and return its table, lines, facts and the rows set aside (see `read_into`)."""
    import pyarrow as pa

    collector = Collector()
    facts = read_into(path, how or ReadOptions(), collector, limits=limits)
    if collector.batches:
        table = pa.Table.from_batches(collector.batches)
    else:
        table = pa.table({name: pa.array([], pa.string()) for name in facts.columns})
    lines = pa.chunked_array(collector.lines, pa.int64())
    return RawTable(table, lines, facts, tuple(collector.asides))
