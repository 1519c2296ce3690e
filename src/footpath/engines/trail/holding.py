"""What a trail holds, piece by piece: row groups known by the hash of their bytes, so that new ones can be told apart."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from footpath.engines.trail.reading import Piece, Reading
from footpath.engines.trail.threads import each

_CHUNK = 4 << 20
_SETTLED_NS = 3_000_000_000


@dataclass(frozen=True)
class Held:
    """A piece in a trail: its source, its rows, the hash of its bytes, and where it was read: the file's mark and its number."""

    source: int
    rows: int
    hash: str
    mark: str
    group: int

    @property
    def content(self) -> tuple[int, int, str]:
        """Return what makes two pieces the same, wherever they stand."""
        return self.source, self.rows, self.hash


def reading_key(readings: Sequence[Reading], format_: int) -> str:
    """Return how sources are read, as a hash: trails of another reading hold nothing that can be used again."""
    said: list[object] = [format_]
    for one in readings:
        fields = asdict(one)
        used = {own: fields["types"][own] for own in one.names.values()}
        said.append(
            [fields[n] for n in ("names", "event_name", "unit", "ids", "pseudonyms", "period")] + [used]
        )
    if any(one.pseudonyms for one in readings):
        from footpath.evidence import Pseudonyms

        said.append(Pseudonyms.of_user().one("footpath"))
    text = json.dumps(said, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def held(pieces: Sequence[Piece], known: Sequence[Held] = (), *, threads: int = 1) -> list[Held]:
    """Return the pieces with the hashes of their bytes; files of the same mark as known ones are not read again.

    Raises
    ------
    OSError
        Where a file cannot be read.
    """
    there = {(one.mark, one.group): one for one in known}
    marks = {path: mark_of(path) for path in {piece.path for piece in pieces}}
    offsets: dict[Path, list[tuple[int, int]]] = {}
    for path, (mark, settled) in marks.items():
        own = [piece for piece in pieces if piece.path == path]
        if not settled or any((mark, piece.group) not in there for piece in own):
            offsets[path] = _offsets(path)

    def one(piece: Piece) -> Held:
        mark = marks[piece.path][0]
        spans = offsets.get(piece.path)
        said = there[mark, piece.group].hash if spans is None else _hash(piece.path, *spans[piece.group])
        return Held(piece.source, piece.rows, said, mark, piece.group)

    return each(one, pieces, threads)


def mark_of(path: Path) -> tuple[str, bool]:
    """Return what tells a file's states apart without reading it, and whether its time can be trusted yet."""
    state = path.stat()
    mark = f"{path}|{state.st_size}|{state.st_mtime_ns}|{state.st_ino}"
    return mark, time.time_ns() - state.st_mtime_ns > _SETTLED_NS


def _offsets(path: Path) -> list[tuple[int, int]]:
    """Return from where to where the bytes of each row group are."""
    import pyarrow.parquet

    pq: Any = pyarrow.parquet
    meta = pq.read_metadata(path)
    found = []
    for number in range(meta.num_row_groups):
        group = meta.row_group(number)
        begins, ends = [], []
        for index in range(group.num_columns):
            column = group.column(index)
            first = [column.data_page_offset]
            if column.has_dictionary_page and column.dictionary_page_offset:
                first.append(column.dictionary_page_offset)
            begins.append(min(first))
            ends.append(min(first) + column.total_compressed_size)
        found.append((min(begins, default=0), max(ends, default=0)))
    return found


def _hash(path: Path, begin: int, end: int) -> str:
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        file.seek(begin)
        left = end - begin
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
    return digest.hexdigest()


def matched(old: Sequence[Held], new: Sequence[Held]) -> list[int | None]:
    """Return which new piece each old one is, in order; None where it is gone (or stands before one that it stood after)."""
    found: list[int | None] = []
    begin = 0
    for one in old:
        at = next((n for n in range(begin, len(new)) if new[n].content == one.content), None)
        found.append(at)
        if at is not None:
            begin = at + 1
    return found


def to_json(pieces: Sequence[Held]) -> list[dict[str, Any]]:
    """Return pieces as plain data."""
    return [asdict(one) for one in pieces]


def from_json(data: Sequence[Mapping[str, Any]]) -> tuple[Held, ...]:
    """Return pieces from plain data."""
    return tuple(Held(**one) for one in data)
