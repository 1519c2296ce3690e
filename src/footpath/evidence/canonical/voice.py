"""Answers and remarks, and the people behind them: customers with their traits, and identities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.evidence.canonical.columns import Batch, kept_columns
from footpath.evidence.canonical.events import _case, _customer
from footpath.evidence.canonical.hashing import combine, first_of_each, keys_of
from footpath.evidence.tables import ANSWERS, CUSTOMERS, IDENTITIES, REMARKS

if TYPE_CHECKING:
    from footpath.evidence.canonical.asides import Asides
    from footpath.evidence.canonical.columns import Array
    from footpath.evidence.canonical.events import Noted
    from footpath.evidence.canonical.people import Names

__all__ = ["answers", "customers", "identities", "remarks"]


def _said(batch: Batch, asides: Asides, noted: Noted, *, tell: bool) -> pa.Array:
    column = batch.source.said or (batch.source.time if batch.source.event is None else None)
    if column is None:
        return pa.nulls(batch.rows, pa.int64())
    reading = batch.times(column)
    if tell:
        noted.times(reading)
        asides.rows(
            reading.unreadable,
            batch.raw(column),
            batch.lines,
            file=batch.file,
            column=column,
            reason="is no date",
        )
    return pa.array(reading.us, mask=~reading.ok)


def _ids(batch: Batch, word: str) -> pa.Array:
    """Return the remarks' own ids; without a column of them, the file and line, which stay the same in a second reading."""
    ids = batch.text(batch.source.remark_id)
    if ids.null_count:
        stem = batch.file.rsplit("/", 1)[-1].split(".")[0]
        made = pc.binary_join_element_wise(
            pa.scalar(f"{stem}-{word}"), pc.cast(pa.array(batch.lines), pa.string()), ""
        )
        ids = pc.coalesce(ids, made)
    return ids


def answers(
    batch: Batch, names: Names, asides: Asides, noted: Noted, number_columns: frozenset[str]
) -> pa.Table:
    """Return one answer a row that holds a score; a score off its scale is set aside."""
    score = batch.source.score
    assert score is not None  # noqa: S101  # asked for only then
    numbers = batch.numbers(score.column)
    raw = batch.raw(score.column)
    low, high = score.scale
    off = numbers.ok & ((numbers.value < low) | (numbers.value > high))
    asides.rows(
        numbers.unreadable, raw, batch.lines, file=batch.file, column=score.column, reason="is no score"
    )
    asides.rows(
        off,
        raw,
        batch.lines,
        file=batch.file,
        column=score.column,
        reason=f"is outside the scale {low:g} to {high:g}",
    )
    good = numbers.ok & ~off
    customer, case = _customer(batch, names), _case(batch, names)
    rows = batch.rows
    columns = {
        "respondent_id": pc.coalesce(customer, _ids(batch, "line-")),
        "customer_id": customer,
        "case_id": case,
        "answered_us": _said(batch, asides, noted, tell=True),
        "question_id": _same(score.question or score.column, rows),
        "question_kind": _same(score.kind, rows),
        "scale_min": pa.array(np.full(rows, low)),
        "scale_max": pa.array(np.full(rows, high)),
        "value": pa.array(numbers.value),
        "text": pa.nulls(rows, pa.string()),
        "about": batch.text(batch.source.about),
    }
    return _filtered(_table(columns, ANSWERS, batch, number_columns, asides), good)


def remarks(
    batch: Batch, names: Names, asides: Asides, noted: Noted, number_columns: frozenset[str]
) -> tuple[pa.Table, int]:
    """Return one remark a row that holds words, its texts joined by line breaks and masked; and how many masks were set."""
    source = batch.source
    text, masks = _masked(_joined([batch.text(column) for column in source.text]))
    rating = pa.nulls(batch.rows, pa.float64())
    if source.score is not None:
        numbers = batch.numbers(source.score.column)
        low, high = source.score.scale
        rating = pa.array(
            numbers.value, mask=~(numbers.ok & (numbers.value >= low) & (numbers.value <= high))
        )
    columns = {
        "remark_id": _ids(batch, "line-"),
        "customer_id": _customer(batch, names),
        "case_id": _case(batch, names),
        "said_us": _said(batch, asides, noted, tell=source.score is None),
        "source_kind": _same(source.source_kind or "review", batch.rows),
        "text": text,
        "language": batch.text(source.language),
        "rating": rating,
        "author": batch.text(source.actor),
        "about": batch.text(source.about),
        "emotion": pa.nulls(batch.rows, pa.float64()),
    }
    table = _table(columns, REMARKS, batch, number_columns, asides)
    return _filtered(table, text.is_valid().to_numpy(zero_copy_only=False)), masks


def customers(
    batch: Batch, names: Names, asides: Asides, noted: Noted, number_columns: frozenset[str]
) -> pa.Table:
    """Return a row a customer with the traits; the last row of a customer stands."""
    source = batch.source
    known = pa.nulls(batch.rows, pa.int64())
    if source.known is not None:
        reading = batch.times(source.known)
        noted.times(reading)
        asides.rows(
            reading.unreadable,
            batch.raw(source.known),
            batch.lines,
            file=batch.file,
            column=source.known,
            reason="is no date",
        )
        known = pa.array(reading.us, mask=~reading.ok)
    customer = names.of(batch.text(source.customer))
    columns = {"customer_id": customer, "known_us": known}
    kept = kept_columns(batch, CUSTOMERS, source.traits, number_columns, asides)
    arrays = [*columns.values(), *kept.values()]
    fields = [*CUSTOMERS, *(pa.field(name, column.type) for name, column in kept.items())]
    good = customer.is_valid().to_numpy(zero_copy_only=False)
    asides.rows(
        ~good, customer, batch.lines, file=batch.file, column=source.customer, reason="no customer in the row"
    )
    return _filtered(
        pa.Table.from_arrays(arrays, schema=pa.schema([f.with_nullable(True) for f in fields])), good
    )


def identities(batch: Batch, names: Names) -> pa.Table:
    """Return the distinct pairs of an id and its customer, since the earliest time given."""
    identity = batch.source.identity
    assert identity is not None  # noqa: S101  # asked for only then
    alias, customer = batch.text(identity.id), batch.text(identity.customer)
    both = pc.fill_null(pc.not_equal(alias, customer), False)
    since = pa.nulls(batch.rows, pa.int64())
    if identity.since is not None:
        reading = batch.times(identity.since)
        since = pa.array(reading.us, mask=~reading.ok)
    table = pa.table({"id": names.of(alias), "customer_id": names.of(customer), "since_us": since}).filter(
        both
    )
    return (
        table.group_by(["id", "customer_id"], use_threads=False)
        .aggregate([("since_us", "min")])
        .rename_columns(["id", "customer_id", "since_us"])
        .select(IDENTITIES.names)
    )


def distinct_rows(table: pa.Table, columns: list[str]) -> Array:
    """Return which rows are the first with their values in the columns."""
    return first_of_each(combine(*(keys_of(table.column(name)) for name in columns)))


def _table(
    columns: dict[str, pa.Array],
    schema: pa.Schema,
    batch: Batch,
    number_columns: frozenset[str],
    asides: Asides,
) -> pa.Table:
    kept = kept_columns(batch, schema, batch.source.properties, number_columns, asides)
    arrays = [pc.cast(columns[name], schema.field(name).type) for name in schema.names] + list(kept.values())
    fields = [f.with_nullable(True) for f in schema] + [
        pa.field(name, column.type) for name, column in kept.items()
    ]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _filtered(table: pa.Table, good: Array) -> pa.Table:
    return table if good.all() else table.filter(pa.array(good))


def _same(value: str, rows: int) -> pa.Array:
    return pa.array([value], pa.string()).take(pa.array(np.zeros(rows, dtype=np.int64)))


def _joined(texts: list[pa.Array]) -> pa.Array:
    # Not binary_join_element_wise(null_handling="skip"): it loses rows where all are null (pyarrow 26).
    out = texts[0]
    for text in texts[1:]:
        both = pc.binary_join_element_wise(out, text, "\n")
        out = pc.coalesce(both, out, text)
    return out


def _masked(text: pa.Array) -> tuple[pa.Array, int]:
    from footpath.evidence.privacy import mask

    coded = text.dictionary_encode()
    out, counts = [], []
    for value in coded.dictionary.to_pylist():
        masked, count = mask(value)
        out.append(masked)
        counts.append(count)
    if not any(counts):
        return text, 0
    index = pc.cast(coded.indices, pa.int64())
    per_row = pa.array(counts, pa.int64()).take(index)
    return pa.array(out, pa.string()).take(index), int(pc.sum(per_row).as_py() or 0)
