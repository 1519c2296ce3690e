"""The columns of a raw batch by role: trimmed texts, times, numbers, properties of their own types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.evidence.numbers import Numbers, read_numbers
from footpath.evidence.tables import kept_names
from footpath.evidence.times import Reading, missing, read_times

if TYPE_CHECKING:
    from footpath.atlas.types import Source
    from footpath.evidence.canonical.asides import Asides

Array = np.ndarray[Any, Any]


_NEVER_NUMBERS = frozenset(
    [
        "id",
        "ids",
        "uuid",
        "guid",
        "code",
        "key",
        "ref",
        "reference",
        "identifier",
        "hash",
        "nr",
        "nummer",
        "numero",
        "número",
        "numéro",
        "номер",
        "ид",
        "код",
        "zip",
        "plz",
        "postcode",
        "postal",
        "cep",
        "upc",
        "ean",
        "isbn",
        "phone",
        "sku",
    ]  # a list of words reads best as words
)


class Batch:
    """Rows of one file with their lines, read by the words of a source."""

    def __init__(self, table: pa.Table, lines: Array, file: str, source: Source, zone: str) -> None:
        self.table = table
        self.lines = lines
        self.file = file
        self.source = source
        self.zone = source.zone or zone
        self.rows = table.num_rows

    def raw(self, column: str) -> pa.Array:
        """Return a column as the file gives it."""
        return self.table.column(column).combine_chunks()

    def text(self, column: str | None) -> pa.Array:
        """Return a column as trimmed text, null where it holds nothing; all null without a column."""
        if column is None or column not in self.table.column_names:
            return pa.nulls(self.rows, pa.string())
        return clean(self.raw(column))

    def times(self, column: str) -> Reading:
        """Return a column as times."""
        return read_times(self.raw(column), self.source.dates or "ymd", self.zone)

    def numbers(self, column: str) -> Numbers:
        """Return a column as numbers."""
        return read_numbers(self.raw(column), self.source.decimal or ".")

    def keep(self, mask: Array) -> Batch:
        """Return the rows of a mask."""
        if mask.all():
            return self
        return Batch(self.table.filter(pa.array(mask)), self.lines[mask], self.file, self.source, self.zone)


def clean(flat: pa.Array) -> pa.Array:
    """Return a column as trimmed text, null where it holds nothing (blank, null, n/a)."""
    if pa.types.is_dictionary(flat.type):
        values = clean(flat.dictionary)
        return values.take(flat.indices)
    if pa.types.is_floating(flat.type):
        # A typed id that a null made a float: 7.0 is the id 7.
        number = flat.to_numpy(zero_copy_only=False)
        whole = np.where(np.isfinite(number), number, 0)
        if (whole == np.rint(whole)).all() and (np.abs(whole) < 2**53).all():
            flat = pc.if_else(
                pa.array(np.isfinite(number)), pa.array(whole.astype(np.int64)), pa.scalar(None, pa.int64())
            )
    if not pa.types.is_string(flat.type):
        flat = pc.cast(flat, pa.string(), safe=False)
    gone = missing(flat)
    flat = pc.utf8_trim_whitespace(flat)
    return pc.if_else(pa.array(~gone), flat, pa.scalar(None, pa.string())) if gone.any() else flat


def kept_columns(
    batch: Batch, schema: pa.Schema, wanted: tuple[str, ...], number_columns: frozenset[str], asides: Asides
) -> dict[str, pa.Array]:
    """Return kept columns by their names in the table, each of its own type: numbers where all of it was numbers.

    Text is masked where it holds addresses. A value that is no number after all is set aside.
    """
    out: dict[str, pa.Array] = {}
    for old, new in kept_names(schema, wanted).items():
        flat = batch.raw(old)
        if pa.types.is_dictionary(flat.type):
            flat = flat.dictionary_decode()
        if old in number_columns:
            numbers = batch.numbers(old)
            asides.rows(
                numbers.unreadable, flat, batch.lines, file=batch.file, column=old, reason="is no number"
            )
            flat = pa.array(numbers.value, mask=~numbers.ok)
        elif pa.types.is_string(flat.type) or pa.types.is_large_string(flat.type):
            flat = _without_addresses(clean(flat))
        elif pa.types.is_null(flat.type) or pa.types.is_nested(flat.type):
            flat = (
                pc.cast(flat, pa.string())
                if pa.types.is_null(flat.type)
                else pa.nulls(len(flat), pa.string())
            )
        out[new] = flat
    return out


def _without_addresses(text: pa.Array) -> pa.Array:
    from footpath.evidence.privacy import mask

    suspects = np.flatnonzero(
        pc.fill_null(pc.match_substring(text, "@"), False).to_numpy(zero_copy_only=False)
    )
    if not len(suspects):
        return text
    values = text.to_pylist()
    for row in suspects:
        values[row] = mask(values[row])[0]
    return pa.array(values, pa.string())


def is_number_column(flat: pa.Array, name: str, decimal: str) -> bool:
    """Return whether a kept text column may be numbers: all of it reads so, nothing begins with a zero, no id by name."""
    from footpath.evidence.guessing import names

    if not (pa.types.is_string(flat.type) or pa.types.is_large_string(flat.type)):
        return False
    if names.has(name, _NEVER_NUMBERS):
        return False
    numbers = read_numbers(flat, "," if decimal == "," else ".")
    if not numbers.ok.any() or numbers.unreadable.any():
        return False
    zeros = pc.match_substring_regex(flat, r"^\s*0\d|^\s*\d{16,}")
    return not bool(pc.any(pc.fill_null(zeros, False)).as_py())


def first_in_group(column: pa.Array, group: Array, groups: int) -> pa.Array:
    """Return a column with nulls filled by the first value of the row's group."""
    if column.null_count == 0:
        return column
    valid = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
    first = np.full(groups, -1, dtype=np.int64)
    first[group[valid][::-1]] = valid[::-1]
    row = np.where(column.is_valid().to_numpy(zero_copy_only=False), np.arange(len(column)), first[group])
    return column.take(pa.array(row, mask=row < 0))


def group_codes(*columns: pa.Array) -> tuple[Array, int]:
    """Return a number for each distinct row of text columns (null is a value), and how many there are."""
    from footpath.evidence.canonical.hashing import combine, keys_of

    keys = combine(*(keys_of(column) for column in columns))
    distinct, codes = np.unique(keys, return_inverse=True)
    return codes.astype(np.int64).reshape(-1), len(distinct)


def column_names(source: Source) -> list[str]:
    """Return every column that a source names, each once."""
    names: list[str | None] = [
        source.case, source.customer, source.actor, source.time, source.event, source.event_id, source.sequence,
        source.session, source.channel, source.value, source.currency, *source.times.values(),
        *source.promises.values(), source.outcome.column if source.outcome else None, *source.properties, source.said,
        *source.text, source.score.column if source.score else None, source.remark_id, source.language, source.about,
        *source.traits, source.known,
    ]  # fmt: skip
    if source.identity:
        names += [source.identity.id, source.identity.customer, source.identity.since]
    return list(dict.fromkeys(name for name in names if name))


def concat(parts: Sequence[pa.Array], type_: pa.DataType) -> pa.Array:
    """Return arrays one behind the other, as one type."""
    return pa.concat_arrays([pc.cast(part, type_) for part in parts]) if parts else pa.array([], type_)
