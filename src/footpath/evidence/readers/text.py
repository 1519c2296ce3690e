"""A text file as blocks of whole lines, decoded; bytes that do not fit are marked, never replaced unseen."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from footpath.base import BadInputError, Place, Problem
from footpath.evidence.encoding import MARK, Encoding
from footpath.evidence.limits import MIB, Limits, format_size
from footpath.evidence.readers.stream import open_stream

_BLOCK = 4 * MIB
_LONGEST = 32 * MIB


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines as UTF-8 bytes, ended by line feeds; `line` is the number of the first; `clean`: all bytes fitted."""

    data: bytes
    line: int
    clean: bool


def blocks(path: Path, encoding: Encoding, limits: Limits) -> Iterator[Block]:
    """Yield a file's lines in blocks of some MiB.

    Old line ends (a lone carriage return) become line feeds where a file has no others.

    Raises
    ------
    BadInputError
        Where a line is longer than any table's.
    """
    line = 1
    rest = b""
    old_ends: bool | None = None
    for data, clean in _pieces(path, encoding, limits):
        text = rest + data
        if old_ends is None:
            old_ends = b"\r" in text[:MIB] and b"\n" not in text[:MIB]
        if old_ends:
            text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        end = text.rfind(b"\n") + 1
        if end == 0:
            rest = text
            if len(rest) > _LONGEST:
                raise _endless(path, line)
            continue
        rest = text[end:]
        yield Block(text[:end], line, clean)
        line += text.count(b"\n", 0, end)
    if rest:
        yield Block(rest + b"\n", line, MARK.encode() not in rest)


def _pieces(path: Path, encoding: Encoding, limits: Limits) -> Iterator[tuple[bytes, bool]]:
    """Yield the file's text as UTF-8 bytes, and whether it all fitted its encoding."""
    with open_stream(path, limits) as stream:
        stream.read(encoding.mark)
        if encoding.name in ("utf-8", "ascii"):
            yield from _utf8(iter(lambda: stream.read(_BLOCK), b""))
            return
        decoder = codecs.getincrementaldecoder(encoding.name)("footpath-mark")
        while True:
            data = stream.read(_BLOCK)
            text = decoder.decode(data, final=not data)
            if text:
                yield text.encode("utf-8", "replace"), MARK not in text
            if not data:
                return


def _utf8(data: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Pass UTF-8 on as it is where it is valid; cut at line ends, so that no character is cut in two."""
    rest = b""
    for piece in data:
        text = rest + piece
        end = text.rfind(b"\n") + 1 or max(text.rfind(b"\r") + 1, 0)
        if end == 0:
            rest = text
            if len(rest) > _LONGEST:
                yield _checked(rest)
                rest = b""
            continue
        text, rest = text[:end], text[end:]
        yield _checked(text)
    if rest:
        yield _checked(rest)


def _checked(text: bytes) -> tuple[bytes, bool]:
    if text.isascii():
        return text, True
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("utf-8", "footpath-mark").encode("utf-8"), False
    return text, True


def _endless(path: Path, line: int) -> BadInputError:
    return BadInputError(
        Problem(
            code="file-no-table",
            message=f"a line here is longer than {format_size(_LONGEST)}: this is no table",
            place=Place(str(path), line),
            help="Name an export as CSV, XLSX, Parquet or JSON Lines.",
        )
    )
