"""Prepared sources of tests, written as canonical Parquet or left in place."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from footpath.atlas import Source
from footpath.evidence import SCHEMAS, EventColumns, EventsRef, LoadReport, Prepared


def canonical(folder, kind, rows, *, extra=(), name=None):
    """Write rows (dicts; what is left out is null) as a canonical table and return its path."""
    schema = SCHEMAS[kind]
    for field in extra:
        schema = schema.append(field)
    path = folder / f"{name or kind}.parquet"
    pq.write_table(
        pa.Table.from_pylist([{n: row.get(n) for n in schema.names} for row in rows], schema), path
    )
    return path


def prepared(
    folder,
    *,
    events=None,
    answers=None,
    remarks=None,
    customers=None,
    identities=None,
    extra=(),
    traits=(),
    derive=None,
    id_="s",
    report=None,
):
    """Return a prepared source of canonical tables given as lists of dicts."""
    folder.mkdir(parents=True, exist_ok=True)
    path = {
        kind: None if rows is None else canonical(folder, kind, rows, extra=more)
        for kind, rows, more in (
            ("events", events, extra),
            ("answers", answers, ()),
            ("remarks", remarks, ()),
            ("customers", customers, traits),
            ("identities", identities, ()),
        )
    }
    return Prepared(
        source=Source(id=id_, derive=derive or {}),
        hash="-",
        events=None if path["events"] is None else EventsRef((path["events"],)),
        answers=path["answers"],
        remarks=path["remarks"],
        customers=path["customers"],
        identities=path["identities"],
        report=report or LoadReport(source=id_),
    )


def in_place(paths, *, id_="s", derive=None, **columns):
    """Return a source whose Parquet files stay where they are."""
    columns = {"time": "at", "time_kind": "timestamp", "pseudonyms": False, **columns}
    return Prepared(
        source=Source(id=id_, derive=derive or {}),
        hash="-",
        events=EventsRef(tuple(paths), EventColumns(**columns)),
        answers=None,
        remarks=None,
        customers=None,
        identities=None,
        report=LoadReport(source=id_),
    )


def event(customer, t, name, **more):
    return {"customer_id": customer, "occurred_us": t, "event": name, **more}
