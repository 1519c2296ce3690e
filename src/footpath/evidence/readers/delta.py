"""Delta tables: the files of the newest version, as the table's own schema has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footpath.evidence.lake.delta import arrow_schema, kept_rows, list_delta, open_delta, physical_names
from footpath.evidence.limits import Limits
from footpath.evidence.raw import Part, RawFacts, ReadOptions, Sink
from footpath.evidence.readers.parquet import hand_on, no_rows, open_file, plain_types

if TYPE_CHECKING:
    import pyarrow as pa


def read(path: Path, how: ReadOptions, sink: Sink, limits: Limits) -> RawFacts:
    """Check the files of a table (those of `how.listing`, or all) and hand their rows on.

    A column that a file does not have is null there, one that was renamed is found, rows that were deleted are left
    out, and every type is the table's. Lines are row numbers over all files.

    Raises
    ------
    BadInputError
        As `list_delta`, and where a file is damaged.
    MissingExtraError
        missing-extra without the package `deltalake`.
    """
    listing = how.listing or list_delta(path, time=None, partition=None)
    table = open_delta(path, listing.state["version"])
    schema, physical = arrow_schema(table), physical_names(table)
    keep = kept_rows(table) if any(file.deleted for file in listing.files) else {}
    parts: list[Part] = []
    beside: dict[str, None] = dict.fromkeys(listing.beside)
    handed = 0
    for one in listing.files:
        file = Path(one.path)
        source = open_file(file, file)
        shape = _Shape(schema, one.values, physical, keep.get(file.name))
        beside |= dict.fromkeys(_uneven(schema, source.schema_arrow, physical))
        parts.append(Part(str(file), source.metadata.num_rows, file.stat().st_size))
        most = None if how.rows is None else how.rows - handed
        handed += hand_on(file, source, sink, most, handed, how.columns, shape)
    total = sum(part.rows for part in parts)
    return RawFacts(
        file=str(path),
        format="delta",
        bytes=sum(part.bytes for part in parts),
        columns=tuple(schema.names),
        rows=handed if how.rows is None or how.rows else total,
        complete=how.rows is None or handed == total,
        types={field.name: str(field.type) for field in schema},
        # Deleted rows stand in the files: an engine that scans them would count them.
        parts=() if keep else tuple(parts),
        beside=tuple(beside),
        problems=() if total else (no_rows(path),),
    )


class _Shape:
    """Makes rows of the table out of those of a file."""

    def __init__(
        self, schema: pa.Schema, values: Mapping[str, str | None], physical: Mapping[str, str], keep: Any
    ) -> None:
        self.schema = schema
        self.values = values
        self.physical = physical
        self.keep = keep
        self.wanted: tuple[str, ...] | None = None

    def columns(self, wanted: Sequence[str] | None, has: Sequence[str]) -> list[str] | None:
        """Return which columns of the file to read."""
        self.wanted = tuple(self.schema.names) if wanted is None else tuple(wanted)
        return [self.physical[name] for name in self.wanted if self.physical[name] in has]

    def take(self, batch: pa.RecordBatch, first: int) -> pa.RecordBatch:
        """Return the table's rows."""
        import pyarrow as pa

        names = self.wanted or tuple(self.schema.names)
        made = pa.record_batch(
            [self._column(name, batch) for name in names],
            schema=pa.schema([self.schema.field(name).with_nullable(True) for name in names]),
        )
        if self.keep is None:
            return made
        mask = self.keep.slice(first, batch.num_rows)
        # A vector may end with the last row that it speaks of.
        rest = pa.repeat(pa.scalar(True), batch.num_rows - len(mask))
        return made.filter(pa.concat_arrays([mask, rest]))

    def _column(self, name: str, batch: pa.RecordBatch) -> pa.Array:
        import pyarrow as pa
        import pyarrow.compute as pc

        type_ = self.schema.field(name).type
        if name in self.values:
            return pa.repeat(pa.scalar(self.values[name], pa.string()).cast(type_), batch.num_rows)
        if self.physical[name] not in batch.schema.names:
            return pa.nulls(batch.num_rows, type_)
        column = batch.column(self.physical[name])
        if pa.types.is_timestamp(type_) and type_.tz and not column.type.tz:
            column = column.cast(pa.timestamp(column.type.unit, "UTC"))
        return pc.cast(column, type_, safe=False)


def _uneven(schema: pa.Schema, found: pa.Schema, physical: Mapping[str, str]) -> list[str]:
    """Return the columns that a file does not have as the table has them, so that no engine would find them there.

    Times in UTC may stand there without a zone, as Spark's older form of them (INT96) does.
    """
    types = dict(plain_types(found))
    out = []
    for name, kind in plain_types(schema):
        own = types.get(name) if physical[name] == name else None
        moment = kind.startswith("timestamp[") and kind.endswith(", tz=UTC]")
        if own != kind and not (
            moment and own in ("timestamp[ns]", "timestamp[us]", "timestamp[ns, tz=UTC]")
        ):
            out.append(name)
    return out
