"""Who is behind a count: with the ids of the workspace, over a real workspace, and what is refused."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.atlas import Source
from footpath.base import HOUR, BadInputError
from footpath.engines import open_engine, with_lists
from footpath.evidence import SCHEMAS, CustomerList, EventsRef, LoadReport, Prepared
from footpath.mining import (
    attribution,
    conversion,
    flows,
    funnel,
    loops,
    outcomes,
    paths,
    run,
    segments,
    sequences,
    sessions,
    transitions,
    waits,
    who,
)
from footpath.rules import rule


@pytest.fixture
def workspace(tmp_path, engine_url):
    schema = SCHEMAS["events"]
    rows = [
        {"customer_id": name, "occurred_us": t, "event": what, "channel": channel, "case_id": case}
        for name, t, what, channel, case in [
            ("eva", 0, "view", "web", "k1"),
            ("eva", 1, "basket", "web", "k1"),
            ("eva", HOUR, "buy", "shop", None),
            ("=ida", 5, "view", "app", "k2"),
            ("007", 6, "view", "web", "k3"),
            ("007", 7, "basket", "web", "k3"),
            (None, 8, "view", "web", "k4"),
        ]
    ]
    table = pa.Table.from_pylist([{n: row.get(n) for n in schema.names} for row in rows], schema)
    pq.write_table(table, tmp_path / "events.parquet")
    prepared = Prepared(
        source=Source(id="shop"),
        hash="-",
        events=EventsRef((tmp_path / "events.parquet",)),
        answers=None,
        remarks=None,
        customers=None,
        identities=None,
        report=LoadReport(source="shop"),
    )
    with open_engine(engine_url, temp=tmp_path / "spill").workspace([prepared]) as made:
        yield made


def names(found, column="customer"):
    return found[column].to_pylist()


def test_m199_customers_by_their_own_ids_as_many_as_counted(workspace):
    asked = funnel(["view", "basket", "buy"])
    assert run(asked, workspace).rows["count"].to_pylist() == [3, 2, 1]
    assert names(who(asked, workspace, {"step": 1})) == ["007", "=ida", "eva"]
    assert names(who(asked, workspace, {"step": "buy"})) == ["eva"]
    assert names(who(asked, workspace, {"lost": 1})) == ["=ida"]
    assert names(who(asked, workspace, {"step": 1}, where=rule('channel = "web"'))) == ["007", "eva"]


def test_m199_cases_and_sessions_where_these_are_counted(workspace):
    found = who(funnel(["view", "basket"], within="case"), workspace, {"step": 1})
    assert found.column_names == ["case"]
    assert names(found, "case") == ["k1", "k2", "k3", "k4"]
    found = who(paths(within="session"), workspace, {"path": ["buy"]})
    assert found.to_pylist() == [{"customer": "eva", "session": 2}]
    assert names(who(paths(top=1), workspace, {"path": "(other)"})) == ["007", "eva"]


def test_m199_pairs_and_the_other_questions(workspace):
    assert names(who(transitions(), workspace, {"from": "view", "to": "basket"})) == ["007", "eva"]
    assert names(who(transitions(), workspace, {"from": "(begin)", "to": "view"})) == ["007", "=ida", "eva"]
    asked = outcomes("view", "buy")
    assert names(who(asked, workspace, {"of": "censored"})) == ["007", "=ida"]
    found = conversion("buy", window_us=HOUR, properties=[], least=1)
    cell = {"property": "event", "value": "basket", "side": "with", "reached": "yes"}
    assert names(who(found, workspace, cell)) == ["eva"]
    assert len(names(who(segments(least_events=1, sample=10), workspace, {"segment": "1"}))) >= 1


def test_m261_a_list_is_a_column_on_every_engine(workspace):
    listed = with_lists(workspace, [CustomerList("vip", frozenset({"eva", "nobody"}))])
    assert listed.found == {"vip": 1}
    asked = funnel(["view", "basket"])
    assert run(asked, listed, where=rule("vip")).rows["count"].to_pylist() == [1, 1]
    assert run(asked, listed, where=rule("not vip")).rows["count"].to_pylist() == [2, 1]
    assert names(who(asked, listed, {"lost": 1}, where=rule("vip = false"))) == ["=ida"]


@pytest.mark.parametrize(
    ("question", "cell", "code"),
    [
        (sessions(), {"step": 1}, "question-cell"),
        (attribution("buy"), {"channel": "web", "model": "markov"}, "question-without-who"),
        (funnel(["view", "buy"]), {"step": 2, "next": "view"}, "question-cell"),
        (funnel(["view", "buy"]), {"step": 1, "segment": "web"}, "question-cell"),
        (flows(), {"step": 9, "from": "view", "to": "buy"}, "question-cell"),
        (sequences("view, buy"), {"what": "open"}, "question-cell"),
        (loops(), {"kind": "rework", "name": "view"}, "question-cell"),
        (waits(), {"from": "view"}, "question-cell"),
        (funnel(["view"]), {"step": 2}, "question-cell"),
        (funnel(["view"]), {"lost": 1}, "question-cell"),
        (funnel(["view"]), {}, "question-cell"),
        (funnel(["view"]), {"from": "view"}, "question-cell"),
        (transitions(), {"from": "view"}, "question-cell"),
        (paths(), {"step": 1}, "question-cell"),
        (outcomes("view", "buy"), {"of": "nobody"}, "question-cell"),
        (segments(), {"segment": "9"}, "question-cell"),
    ],
)
def test_a_count_that_is_not_there_is_refused(workspace, question, cell, code):
    with pytest.raises(BadInputError) as error:
        who(question, workspace, cell)
    assert error.value.problems[0].code == code
