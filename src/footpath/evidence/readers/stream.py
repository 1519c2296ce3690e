"""A file's bytes as a stream, inflated where they are gzipped, and counted while they inflate."""

from __future__ import annotations

import contextlib
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from footpath.base import BadInputError, Place, Problem
from footpath.evidence.limits import Limits, format_size

_GZIP = b"\x1f\x8b"
_PIECE = 1 << 18


def open_stream(path: Path, limits: Limits) -> ByteStream:
    """Open a file for reading; gzip is recognised by its bytes.

    Raises
    ------
    BadInputError
        Where there is no such file or it may not be read.
    """
    try:
        if not path.exists():
            raise _bad("file-missing", path, "there is no such file", "Look at the spelling and the folder.")
        if not path.is_file():
            raise _bad(
                "file-missing", path, "this is no file", "Name a file, or a pattern such as exports/*.csv."
            )
        file = path.open("rb")
    except OSError as error:
        raise _bad(
            "file-missing", path, f"the file cannot be opened: {error.strerror}", "Look at its rights."
        ) from None
    return ByteStream(path, file, limits)


@contextlib.contextmanager
def plain_file(path: Path, limits: Limits, most: int | None = None) -> Iterator[Path]:
    """Give a file that can be read at any place: the file itself, or what a gzipped one inflates to, for the time being.

    Raises
    ------
    BadInputError
        Where it inflates to more than `most` bytes, or as `ByteStream.read` says.
    """
    with open_stream(path, limits) as stream:
        if stream.compression is None:
            yield path
            return
        # Named, since libraries want a path; it lies in the child's staging folder, which is removed whatever happens.
        with tempfile.NamedTemporaryFile(suffix=".inflated") as aside:
            while data := stream.read(_PIECE * 16):
                if most is not None and stream.count > most:
                    raise too_large(path, stream.count, most)
                aside.write(data)
            aside.flush()
            yield Path(aside.name)


def too_large(path: Path, size: int, most: int) -> BadInputError:
    """Return the error of a file that inflates to more than may stand in memory."""
    return _bad(
        "file-inflates",
        path,
        f"the file inflates to more than {format_size(min(size, most))}",
        "Export it as CSV or Parquet, which need not stand in memory whole.",
    )


class ByteStream:
    """Reads bytes forward; `compression` says whether they are inflated, `count` how many came out."""

    def __init__(self, path: Path, file: BinaryIO, limits: Limits) -> None:
        self.path = path
        self.count = 0
        self._file = file
        self._limits = limits
        self._taken = 0
        self._ahead = b""
        first = file.read(2)
        file.seek(0)
        self.compression = "gzip" if first == _GZIP else None
        self._inflate = zlib.decompressobj(31) if self.compression else None

    def __enter__(self) -> ByteStream:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def read(self, size: int) -> bytes:
        """Return the next `size` bytes, fewer only at the end.

        Raises
        ------
        BadInputError
            Where a gzip stream is damaged, cut short, or inflates beyond the limit.
        """
        if self._inflate is None:
            data = self._file.read(size)
            self.count += len(data)
            return data
        parts: list[bytes] = []
        missing = size
        while missing > 0:
            piece = self._next(missing)
            if not piece:
                break
            parts.append(piece)
            missing -= len(piece)
        return b"".join(parts)

    def _next(self, most: int) -> bytes:
        while True:
            assert self._inflate is not None  # noqa: S101  # read() told the two kinds apart
            if self._inflate.eof and not self._next_member():
                return b""
            source = self._inflate.unconsumed_tail or self._ahead or self._file.read(_PIECE)
            if source is self._ahead:
                self._ahead = b""
            elif not self._inflate.unconsumed_tail:
                self._taken += len(source)
            if not source:
                raise _bad("file-cut-short", self.path, "the gzip file is cut short", "Get the file again.")
            try:
                piece = self._inflate.decompress(source, most)
            except zlib.error:
                raise _bad(
                    "file-damaged", self.path, "the gzip file is damaged", "Get the file again."
                ) from None
            self.count += len(piece)
            self._weigh()
            if piece:
                return piece

    def _next_member(self) -> bool:
        """Go on to the next member of a gzip file (files may be appended to each other); zeros may fill the end."""
        assert self._inflate is not None  # noqa: S101  # as above
        rest = self._inflate.unused_data or self._ahead
        if not rest:
            rest = self._file.read(_PIECE)
            self._taken += len(rest)
        if not rest.strip(b"\0"):
            return False
        if not rest.startswith(_GZIP):
            raise _bad(
                "file-damaged",
                self.path,
                "bytes stand behind the end of the gzip file",
                "Get the file again.",
            )
        self._inflate = zlib.decompressobj(31)
        self._ahead = rest
        return True

    def _weigh(self) -> None:
        if self.count > self._limits.slack and self.count > self._limits.ratio * max(self._taken, 1):
            raise _bad(
                "file-inflates",
                self.path,
                f"{format_size(self._taken)} inflate to more than {format_size(self.count)}: "
                f"over {self._limits.ratio} to 1, which no ordinary export does",
                "If the file is what you mean, unpack it yourself and name the unpacked file.",
            )


def _bad(code: str, path: Path, message: str, step: str) -> BadInputError:
    # code="file-missing" code="file-cut-short" code="file-damaged" code="file-inflates"
    return BadInputError(Problem(code=code, message=message, place=Place(str(path)), help=step))
