"""A question asked over a trail and in its portable form, over the same few events: random ones, with all that is awkward.

Events at equal times, without a customer or a channel, of one customer and of none, with keys below zero, and a part of them.
"""

from __future__ import annotations

import importlib.util
import random
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from footpath.atlas import Source
from footpath.base import MINUTE
from footpath.engines import compile_rule, open_engine
from footpath.evidence import EventColumns, EventsRef, LoadReport, Prepared
from footpath.mining import run
from footpath.mining.part import Part
from footpath.mining.passes.blocks import blocks
from footpath.mining.question import kernel_of
from footpath.rules import rule


def _load(name):
    spec = importlib.util.spec_from_file_location(f"agreeing_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


slow, tables = _load("slow_attribution"), _load("tables")
TABLES = tables.Tables()
PARTS = (None, 'event != "d"', 'channel = "ads" or channel missing', "arrival > 1000", 'not case_id = "k1"')
CHANNELS = (None, "", "ads", "ads", "mail", "(none)")


@st.composite
def event_lists(draw, most=45, names="aabbcd"):
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from([1, 1, 1, 2, 2, 3, 4, -5, None]),
                st.integers(0, 30),
                st.sampled_from(list(names)),
                st.sampled_from(CHANNELS),
                st.sampled_from([None, "k1", "k2", "k3"]),
                st.sampled_from([None, 0, 1]),
            ),
            min_size=1,
            max_size=most,
        )
    )
    return [
        {
            **tables.event(who, minute * MINUTE, name, case=case, sequence=sequence, arrival=i),
            "channel": channel,
        }
        for i, (who, minute, name, channel, case, sequence) in enumerate(rows)
    ]


def many_events(count=700, customers=60, seed=5, names="aabbcd"):
    chance = random.Random(seed)
    return [
        {
            **tables.event(
                chance.randrange(customers),
                chance.randrange(4000) * MINUTE,
                chance.choice(names),
                case=chance.choice([None, "k1", "k2"]),
                arrival=i,
            ),
            "channel": chance.choice(CHANNELS),
        }
        for i in range(count)
    ]


def table_of(events):
    return slow.with_channels(TABLES, events)


def agree(question, events, part=None):
    """Return the answer of the portable form over a part of the events, after the trail has given the same."""
    table = table_of(events)
    view = TABLES.view(table)
    where = None if part is None else rule(part)
    if hasattr(question, "part"):
        question = replace(question, part=Part(where))
    elif where is not None:
        table = table.filter(compile_rule(where, table))
        view = view.where(view.mask(where, "UTC"))
    wanted = question.finish(TABLES.fetch(question.portable(table)))
    rows = kernel_of(question)(question, view)
    assert rows is not None
    assert question.finish(rows).to_pylist() == wanted.to_pylist()
    return wanted.to_pylist()


def agree_in_blocks(question, events, monkeypatch):
    """Ask in many blocks, on one thread and on several: no number depends on it (rule M159)."""
    table = table_of(events)
    view = TABLES.view(table)
    wanted = question.finish(TABLES.fetch(question.portable(table))).to_pylist()
    cut = partial(blocks, size=50)
    assert len(cut(view.groups)) > 5
    module = import_module(question.forms["trail"].partition(":")[0])
    if hasattr(module, "blocks"):
        monkeypatch.setattr(module, "blocks", lambda customers, _size=0: cut(customers))
    for threads in (1, 3):
        rows = kernel_of(question)(question, replace(view, threads=threads))
        assert question.finish(rows).to_pylist() == wanted


def agree_on_files(questions, folder, where=None):
    """Ask both engines over the same file: rows that repeat an event_id, out of order, text ids, some without one."""
    events = many_events(300, customers=25)
    rows = [{**event, "id": f"e{i}"} for i, event in enumerate(events)]
    rows += random.Random(1).sample(rows, 40)
    random.Random(2).shuffle(rows)
    file = folder / "events.parquet"
    pq.write_table(
        pa.table(
            {
                "at": pa.array([row["t"] for row in rows], pa.timestamp("us", "UTC")),
                "event": [row["event"] for row in rows],
                "who": [None if row["customer"] == 3 else f"user {row['customer']}" for row in rows],
                "id": [row["id"] for row in rows],
                "channel": pa.array([row["channel"] for row in rows], pa.string()),
                "device": pa.array([row["case"] for row in rows], pa.string()),
                "price": pa.array([len(row["id"]) * 0.25 if row["case"] else None for row in rows]),
            }
        ),
        file,
    )
    columns = EventColumns(
        time="at",
        time_kind="timestamp",
        event="event",
        customer="who",
        event_id="id",
        channel="channel",
        properties=("device", "price"),
        pseudonyms=False,
    )
    report = LoadReport(source="file", in_place=True)
    source = Prepared(Source(id="file"), "-", EventsRef((file,), columns), None, None, None, None, report)
    found = {}
    for engine in ("duckdb://", "trail://"):
        with open_engine(engine, temp=folder / "spill").workspace([source]) as workspace:
            found[engine] = [run(question, workspace, where=where) for question in questions]
    for one, other in zip(*found.values(), strict=True):
        assert one.to_dicts() == other.to_dicts(), one.command
        assert not [note for note in other.notes if note.startswith("Answered by")], one.command
        assert other.source.duplicates == 40
