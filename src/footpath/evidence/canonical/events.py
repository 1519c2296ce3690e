"""Events: rows of a log as they are, wide tables turned so that each time column is an event."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.evidence.canonical.columns import (
    Array,
    Batch,
    concat,
    first_in_group,
    group_codes,
    is_number_column,
    kept_columns,
)
from footpath.evidence.canonical.hashing import combine, first_of_each, keys_of
from footpath.evidence.numbers import read_numbers, to_value
from footpath.evidence.tables import EVENTS, VALUE
from footpath.evidence.times import Reading, promised_us

if TYPE_CHECKING:
    from footpath.evidence.canonical.asides import Asides
    from footpath.evidence.canonical.people import Names


@dataclass
class Noted:
    """What is worth telling about the events of a source, counted while they are made."""

    gaps: int = 0
    overlaps: int = 0
    lines_of_cases: int = 0
    cases_with_lines: int = 0
    never: dict[str, int] = field(default_factory=dict)
    promise_without_event: dict[str, int] = field(default_factory=dict)
    large_values: int = 0
    zoned: bool = False
    unzoned: bool = False
    filled_down: int = 0

    def times(self, reading: Reading) -> None:
        """Count what reading times met at the changes of summer time."""
        self.gaps += reading.gaps
        self.overlaps += reading.overlaps
        if reading.ok.any():
            zoned = bool(reading.zoned[reading.ok].any())
            self.zoned = self.zoned or zoned
            self.unzoned = self.unzoned or not bool(reading.zoned[reading.ok].all())


def log_events(
    batch: Batch, names: Names, asides: Asides, noted: Noted, number_columns: frozenset[str]
) -> pa.Table:
    """Return the events of a log's rows: a row without a time or a name is set aside."""
    source = batch.source
    assert source.time is not None  # noqa: S101  # that is what makes it a log
    reading = batch.times(source.time)
    noted.times(reading)
    raw_time = batch.raw(source.time)
    asides.rows(
        reading.unreadable, raw_time, batch.lines, file=batch.file, column=source.time, reason="is no date"
    )
    asides.rows(
        ~reading.filled,
        raw_time,
        batch.lines,
        file=batch.file,
        column=source.time,
        reason="no time in the row",
    )
    good = reading.ok
    if source.event is not None:
        event = batch.text(source.event)
        nameless = good & event.is_null().to_numpy(zero_copy_only=False)
        asides.rows(
            nameless,
            raw_time,
            batch.lines,
            file=batch.file,
            column=source.event,
            reason="no event named in the row",
        )
        good = good & ~nameless
    else:
        event = pa.array([source.event_name or "event"], pa.string()).take(
            pa.array(np.zeros(batch.rows, dtype=np.int64))
        )
    promised = _promises_of_log(batch, event, noted)
    columns: dict[str, pa.Array] = {
        "customer_id": _customer(batch, names),
        "case_id": _case(batch, names),
        "actor": batch.text(source.actor),
        "occurred_us": pa.array(reading.us),
        "event": event,
        "event_id": batch.text(source.event_id),
        "sequence": _sequence(batch, asides),
        "promised_us": promised,
        "session_id": batch.text(source.session),
        "channel": batch.text(source.channel),
        "value": _value(batch, asides, noted),
        "currency": batch.text(source.currency),
        "case_status": batch.text(source.outcome.column if source.outcome else None),
    } | kept_columns(batch, EVENTS, source.properties, number_columns, asides)
    table = _events_table(columns)
    return table if good.all() else table.filter(pa.array(good))


def wide_events(
    batch: Batch, names: Names, asides: Asides, noted: Noted, number_columns: frozenset[str]
) -> pa.Table:
    """Return the events of a wide table, in the order of its rows: each time column that is filled is an event.

    Several rows of one case are its lines: fields that stand on the first line only hold for all, equal events of a
    case are one, and their values are added up (once, where each line repeats the case's total).
    """
    source = batch.source
    case, batch = _filled_case(batch, noted)
    stored_case = case if source.case is None else _stored_case(case, names)
    customer = _customer(batch, names)
    details = {
        "actor": batch.text(source.actor),
        "session_id": batch.text(source.session),
        "channel": batch.text(source.channel),
        "currency": batch.text(source.currency),
        "case_status": batch.text(source.outcome.column if source.outcome else None),
    }
    value = _value(batch, asides, noted)
    group: Array | None = None
    groups = 0
    if source.case is not None:
        codes, groups = group_codes(case)
        alone = case.is_null().to_numpy(zero_copy_only=False)
        if groups < batch.rows:
            group = np.where(alone, groups + np.arange(batch.rows), codes)
            groups = groups + batch.rows
            counts = np.bincount(codes[~alone], minlength=1)
            noted.lines_of_cases += int(counts[counts > 1].sum())
            noted.cases_with_lines += int((counts > 1).sum())
            customer = first_in_group(customer, group, groups)
            details = {key: first_in_group(column, group, groups) for key, column in details.items()}
    promised = {
        event: _promise(batch, column, asides, noted, group, groups)
        for event, column in source.promises.items()
    }
    rows: list[Array] = []
    occurred: list[Array] = []
    labels: list[Array] = []
    promises: list[pa.Array] = []
    for number, (event, column) in enumerate(source.times.items()):
        reading = batch.times(column)
        noted.times(reading)
        asides.rows(
            reading.unreadable,
            batch.raw(column),
            batch.lines,
            file=batch.file,
            column=column,
            reason="is no date",
        )
        here = np.flatnonzero(reading.ok)
        noted.never[event] = noted.never.get(event, 0) + _never(reading.ok, group, groups, batch.rows)
        rows.append(here)
        occurred.append(reading.us[here])
        labels.append(np.full(len(here), number))
        due = promised.get(event)
        promises.append(pa.nulls(len(here), pa.int64()) if due is None else due.take(pa.array(here)))
    row = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
    label = np.concatenate(labels) if labels else np.zeros(0, dtype=np.int64)
    order = np.lexsort((label, row))
    row, label = row[order], label[order]
    at = np.concatenate(occurred)[order] if occurred else np.zeros(0, dtype=np.int64)
    due_all = concat(promises, pa.int64()).take(pa.array(order))
    summed = value
    if group is not None:
        keep, summed = _fold(group[row], label, at, row, value, batch.rows)
        row, label, at = row[keep], label[keep], at[keep]
        due_all = due_all.filter(pa.array(keep))
        value_at = summed
    else:
        value_at = value.take(pa.array(row))
    taken = pa.array(row)
    event_names = pa.array(list(source.times), pa.string())
    columns: dict[str, pa.Array] = {
        "customer_id": customer.take(taken),
        "case_id": stored_case.take(taken),
        "occurred_us": pa.array(at),
        "event": event_names.take(pa.array(label)),
        "event_id": pa.nulls(len(row), pa.string()),
        "sequence": pa.nulls(len(row), pa.int64()),
        "promised_us": due_all,
        "value": value_at,
    }
    columns |= {key: column.take(taken) for key, column in details.items()}
    kept = {
        name: column.take(taken)
        for name, column in kept_columns(batch, EVENTS, source.properties, number_columns, asides).items()
    }
    return _events_table(columns | kept)


def find_number_columns(batch: Batch) -> frozenset[str]:
    """Return which kept columns are numbers, judged by these rows."""
    decimal = batch.source.decimal or "."
    names = [*batch.source.properties, *batch.source.traits]
    return frozenset(name for name in names if is_number_column(batch.raw(name), name, decimal))


# ---------------------------------------------------------------- parts


def _events_table(columns: dict[str, pa.Array]) -> pa.Table:
    data = {name: columns.pop(name) for name in EVENTS.names}
    arrays = [pc.cast(column, EVENTS.field(name).type) for name, column in data.items()] + list(
        columns.values()
    )
    fields = [*EVENTS, *(pa.field(name, column.type) for name, column in columns.items())]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _customer(batch: Batch, names: Names) -> pa.Array:
    """Return who the customer is; where only an anonymous id is known, that id."""
    source = batch.source
    ids = batch.text(source.customer)
    if (
        source.identity is not None
        and source.identity.id != source.customer
        and source.identity.customer == source.customer
    ):
        ids = pc.coalesce(ids, batch.text(source.identity.id))
    return names.of(ids)


def _case(batch: Batch, names: Names) -> pa.Array:
    return _stored_case(batch.text(batch.source.case), names)


def _stored_case(case: pa.Array, names: Names) -> pa.Array:
    from footpath.evidence.canonical.people import looks_like_mail

    return names.of(case) if names.wanted and looks_like_mail(case) else case


def _filled_case(batch: Batch, noted: Noted) -> tuple[pa.Array, Batch]:
    """Return the case of each row; a row without one, and without times and customer, is a line of the row above."""
    source = batch.source
    case = batch.text(source.case)
    if source.case is None or case.null_count == 0 or case.null_count == len(case):
        return case, batch
    bare = case.is_null()
    for column in [source.customer, *source.times.values()]:
        if column is not None:
            bare = pc.and_(bare, batch.text(column).is_null())
    lines = bare.to_numpy(zero_copy_only=False)
    if not lines.any():
        return case, batch
    above = np.maximum.accumulate(np.where(lines, -1, np.arange(len(case))))
    noted.filled_down += int(lines.sum())
    return case.take(pa.array(above, mask=above < 0)), batch


def _promise(
    batch: Batch, column: str, asides: Asides, noted: Noted, group: Array | None, groups: int
) -> pa.Array:
    reading = batch.times(column)
    noted.times(reading)
    asides.rows(
        reading.unreadable,
        batch.raw(column),
        batch.lines,
        file=batch.file,
        column=column,
        reason="is no date",
    )
    due = pa.array(promised_us(reading, batch.zone), mask=~reading.ok)
    return due if group is None else first_in_group(due, group, groups)


def _promises_of_log(batch: Batch, event: pa.Array, noted: Noted) -> pa.Array:
    out = pa.nulls(batch.rows, pa.int64())
    for name, column in batch.source.promises.items():
        reading = batch.times(column)
        noted.times(reading)
        due = pa.array(promised_us(reading, batch.zone), mask=~reading.ok)
        out = pc.if_else(pc.fill_null(pc.equal(event, name), False), due, out)
    return out


def _never(ok: Array, group: Array | None, groups: int, rows: int) -> int:
    if group is None:
        return int(rows - ok.sum())
    seen, happened = np.zeros(groups, dtype=bool), np.zeros(groups, dtype=bool)
    seen[group] = True
    happened[group[ok]] = True
    return int((seen & ~happened).sum())


def _fold(
    group: Array, label: Array, at: Array, row: Array, value: pa.Array, rows: int
) -> tuple[Array, pa.Array]:
    """Return which events stay (the first of equal ones of a case) and their values, added up over the lines."""
    key = combine(group.view(np.uint64), label.astype(np.int64).view(np.uint64), at.view(np.uint64))
    keep = first_of_each(key)
    if value.null_count == rows:
        return keep, pa.nulls(int(keep.sum()), VALUE)
    micro = _micro(value)
    filled = value.is_valid().to_numpy(zero_copy_only=False)[row]
    mine = np.where(filled, micro[row], 0)
    distinct, code = np.unique(key, return_inverse=True)
    code = code.reshape(-1)
    total = np.zeros(len(distinct), dtype=np.int64)
    np.add.at(total, code, mine)
    low, high = np.full(len(distinct), np.iinfo(np.int64).max), np.full(len(distinct), np.iinfo(np.int64).min)
    np.minimum.at(low, code[filled], mine[filled])
    np.maximum.at(high, code[filled], mine[filled])
    lines = np.bincount(code[filled], minlength=len(distinct))
    several = lines > 1
    # Where nearly every case repeats one value on all of its lines, it is the case's total and counts once.
    repeats = bool(several.any()) and bool((low[several] == high[several]).mean() > 0.95)
    result = np.where(lines > 0, np.where(repeats & several & (low == high), high, total), 0)
    return keep, _from_micro(result[code][keep], (lines > 0)[code][keep])


def _micro(value: pa.Array) -> Array:
    words = np.frombuffer(value.buffers()[1], dtype=np.int64)[2 * value.offset :]
    return np.asarray(words[0 : 2 * len(value) : 2])


def _from_micro(micro: Array, valid: Array) -> pa.Array:
    words = np.empty((len(micro), 2), dtype=np.int64)
    words[:, 0], words[:, 1] = micro, micro >> 63
    bits = pa.py_buffer(np.packbits(valid, bitorder="little").tobytes())
    return pa.Array.from_buffers(VALUE, len(micro), [bits, pa.py_buffer(words.tobytes())])


def _value(batch: Batch, asides: Asides, noted: Noted) -> pa.Array:
    column = batch.source.value
    if column is None:
        return pa.nulls(batch.rows, VALUE)
    numbers = batch.numbers(column)
    raw = batch.raw(column)
    asides.rows(numbers.unreadable, raw, batch.lines, file=batch.file, column=column, reason="is no number")
    value, large = to_value(numbers)
    asides.rows(large, raw, batch.lines, file=batch.file, column=column, reason="is too large a number")
    noted.large_values += int(large.sum())
    return value


def _sequence(batch: Batch, asides: Asides) -> pa.Array:
    column = batch.source.sequence
    if column is None:
        return pa.nulls(batch.rows, pa.int64())
    flat = batch.raw(column)
    if pa.types.is_integer(flat.type):
        return pc.cast(flat, pa.int64())
    numbers = read_numbers(flat, ".")
    whole = numbers.ok & (numbers.value == np.rint(numbers.value)) & (np.abs(numbers.value) < 2**53)
    asides.rows(
        numbers.filled & ~whole,
        flat,
        batch.lines,
        file=batch.file,
        column=column,
        reason="is no whole number",
    )
    return pa.array(numbers.value.astype(np.int64), mask=~whole)


def row_keys(table: pa.Table) -> Array:
    """Return a key for each row over all columns of events."""
    return combine(*(keys_of(_plain(table.column(name))) for name in table.column_names))


def _plain(column: pa.ChunkedArray) -> Any:
    if pa.types.is_decimal(column.type):
        flat = column.combine_chunks()
        valid = flat.is_valid().to_numpy(zero_copy_only=False)
        return pa.array(_micro(flat) if len(flat) else np.zeros(0, dtype=np.int64), mask=~valid)
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        return pc.cast(column, pa.string())
    return column
