"""Delimited text: every value is text, every row has its line, and a row that does not fit is set aside with a reason."""

from __future__ import annotations

import csv
from itertools import chain
from pathlib import Path

from footpath.base import Place, Problem
from footpath.evidence.encoding import detect, title
from footpath.evidence.limits import KIB, Limits
from footpath.evidence.raw import RawFacts, ReadOptions, Sink
from footpath.evidence.readers.layout import bad, lay_out, shown
from footpath.evidence.readers.names import name_columns
from footpath.evidence.readers.rows import Reading, take, take_rest
from footpath.evidence.readers.stream import open_stream
from footpath.evidence.readers.text import Block, blocks

_SAMPLE = 256 * KIB


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
        raise bad("file-empty", path, None, "the file is empty", "Export it again.")
    sample = _sample(first)
    if not sample.strip():
        raise bad("file-empty", path, None, "the file holds nothing but blank lines", "Export it again.")
    layout = lay_out(path, sample, how)
    dialect, header = layout.dialect, layout.header
    filled = [any(len(row) > at and row[at].strip() for row in layout.sample) for at in range(len(header))]
    names = name_columns(header, Place(str(path), layout.header_line or None), filled=filled)
    reading = Reading(
        file=str(path),
        dialect=dialect,
        header=header,
        names=names.columns,
        encoding=encoding,
        limits=limits,
        sink=sink,
        most=how.rows,
        done=how.rows == 0,
    )
    csv.field_size_limit(limits.field)
    body = _without_head(first, layout.body_line - 1)
    complete = True
    for block in chain([body], stream):
        if reading.done:
            complete = False
            break
        take(reading, block)
    if not reading.done:
        take_rest(reading)
    complete = complete and not reading.cut and how.rows != 0
    problems = [*layout.problems, *names.problems, *_said_at_the_end(reading, path, complete)]
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
        header_line=layout.header_line,
        above=layout.above,
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


def _without_head(block: Block, lines: int) -> Block:
    """Return the block without its first lines (the header and what stands over it)."""
    at = 0
    for _ in range(lines):
        at = block.data.find(b"\n", at) + 1
    return Block(block.data[at:], block.line + lines, block.clean)


def _said_at_the_end(reading: Reading, path: Path, complete: bool) -> list[Problem]:
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
        raise bad(
            code,
            path,
            None,
            f"{reading.aside:,} of {reading.aside + reading.rows:,} rows cannot be read: {reasons} "
            f"(read as {title(reading.encoding.name)}, delimiter {shown(reading.dialect.delimiter)})",
            "Give the encoding or the delimiter.",
        )
    return said
