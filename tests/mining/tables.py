"""Event lists of tests as canonical ibis tables on one DuckDB connection."""

from __future__ import annotations

import warnings
from collections import Counter
from dataclasses import replace
from importlib import import_module
from types import SimpleNamespace

import ibis
import pyarrow as pa

SCHEMA = pa.schema(
    [
        ("customer_id", pa.string()),
        ("case_id", pa.string()),
        ("occurred_us", pa.int64()),
        ("event", pa.string()),
        ("event_id", pa.string()),
        ("sequence", pa.int64()),
        ("promised_us", pa.int64()),
        ("session_id", pa.string()),
        ("channel", pa.string()),
        ("case_status", pa.string()),
        ("customer_key", pa.int64()),
        ("arrival", pa.int64()),
    ]
)


class Tables:
    """Registers event lists and fetches expressions."""

    def __init__(self):
        import duckdb

        self.connection = duckdb.connect(":memory:", config={"threads": "1"})
        self.backend = ibis.duckdb.from_connection(self.connection)
        self.ties = 0

    def events(self, events, *, sequence=True):
        if len({e["arrival"] for e in events}) < len(events):
            events = [{**e, "arrival": i} for i, e in enumerate(events)]
        at = Counter((e["customer"], e["t"]) for e in events if e["customer"] is not None)
        self.ties = sum(n for n in at.values() if n > 1)
        rows = [
            {
                "customer_id": None if e["customer"] is None else f"c{e['customer']}",
                "case_id": e["case"],
                "occurred_us": e["t"],
                "event": e["event"],
                "event_id": None,
                "sequence": e["sequence"],
                "promised_us": e["promised"],
                "session_id": None,
                "channel": None,
                "case_status": e["status"],
                "customer_key": e["customer"],
                "arrival": e["arrival"],
            }
            for e in events
        ]
        self.connection.register("events", pa.Table.from_pylist(rows, SCHEMA))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # Ibis 12 calls DuckDB 2 by an old name
            table = self.backend.table("events")
        if not sequence:
            table = table.drop("sequence")
        return table.mutate(
            late=table.occurred_us > table.promised_us, delay_us=table.occurred_us - table.promised_us
        )

    def fetch(self, expr):
        return self.connection.sql(self.backend.compile(expr)).to_arrow_table()

    def view(self, table):
        """Return the events as a trail, made as the engine makes one."""
        from footpath.engines.trail.arrays import View
        from footpath.engines.trail.building import build
        from footpath.engines.trail.columns import read_column

        def stream(expr):
            return self.connection.sql(self.backend.compile(expr)).to_arrow_reader(7)

        trail = build(table, stream, ids_are_keys=False)

        def column(name):
            found = read_column(table, stream, name)
            return None if found is None else found.take(trail.order)

        return View.of(replace(trail, column=column))

    def ask(self, question, table):
        """Return the answer of the portable form, after every other form has given the same."""
        answer = question.finish(self.fetch(question.portable(table)))
        for form, path in question.forms.items():
            module, _, name = path.partition(":")
            if form == "trail":
                view = self.view(table)
                rows = getattr(import_module(module), name)(question, view)
                if rows is None and not len(view.times):
                    continue  # of no events nothing is known of their columns
                assert question.finish(rows).to_pylist() == answer.to_pylist(), path
                continue
            for ties in {
                self.ties,
                1,
            }:  # 1: also where there are none, a form must be right without knowing it
                workspace = SimpleNamespace(facts=SimpleNamespace(ties=ties))
                rows = self.fetch(getattr(import_module(module), name)(question, workspace, table))
                assert question.finish(rows).to_pylist() == answer.to_pylist(), (path, ties)
        return answer


def event(customer, t, name, *, case=None, sequence=None, arrival=0, promised=None, status=None):
    return {
        "customer": customer,
        "case": case,
        "t": t,
        "event": name,
        "sequence": sequence,
        "arrival": arrival,
        "promised": promised,
        "status": status,
    }


def journey(*names, customer=1, step_us=60_000_000, start=0):
    """Events of one customer, a minute apart, in this order."""
    return [event(customer, start + i * step_us, name, arrival=i) for i, name in enumerate(names)]
