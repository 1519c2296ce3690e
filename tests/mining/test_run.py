"""Questions asked of a workspace: results with facts, definition and notes, as object, table, CSV, HTML and JSON."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.atlas import Source
from footpath.base import HOUR, BadInputError
from footpath.engines import open_engine
from footpath.evidence import SCHEMAS, EventColumns, EventsRef, LoadReport, Prepared
from footpath.mining import explain, funnel, paths, run, sessions, transitions
from footpath.rules import rule


def source(tmp_path, rows, **report):
    schema = SCHEMAS["events"]
    table = pa.Table.from_pylist([{n: row.get(n) for n in schema.names} for row in rows], schema)
    pq.write_table(table, tmp_path / "events.parquet")
    return Prepared(
        source=Source(id="shop"),
        hash="-",
        events=EventsRef((tmp_path / "events.parquet",)),
        answers=None,
        remarks=None,
        customers=None,
        identities=None,
        report=LoadReport(source="shop", **report),
    )


@pytest.fixture(params=["duckdb://", "trail://"])
def engine(request):
    return request.param


@pytest.fixture
def workspace(tmp_path, engine):
    rows = [
        {"customer_id": who, "occurred_us": t, "event": name, "channel": channel}
        for who, t, name, channel in [
            ("eva", 0, "=view", "web"),
            ("eva", 0, "basket", "web"),
            ("eva", HOUR, "buy", "shop"),
            ("ida", 5, "=view", "web"),
            (None, 6, "=view", "web"),
        ]
    ]
    made = open_engine(engine, temp=tmp_path / "spill").workspace(
        [source(tmp_path, rows, aside=4, duplicates=2)]
    )
    yield made
    made.close()


def test_m8_a_result_carries_its_definition_facts_and_notes(workspace):
    result = run(funnel(["=view", "buy"]), workspace)
    data = json.loads(json.dumps(result.to_json()))
    assert list(data) == ["command", "definition", "source", "rows", "notes"]
    assert data["command"] == "mine funnel"
    assert data["source"] == {
        "rows": 5,
        "customers": 2,
        "period": ["1970-01-01T00:00:00Z", "1970-01-01T01:00:00Z"],
        "ties": 2,
        "duplicates": 2,
        "aside": 4,
    }
    assert list(data["rows"][0]) == [
        "step",
        "name",
        "count",
        "share_of_first",
        "share_of_previous",
        "low",
        "high",
        "median_s",
    ]
    assert "within 7 days" in data["definition"]
    assert any("name no customer" in note for note in data["notes"])
    assert any("same instant" in note for note in data["notes"])


@pytest.mark.parametrize(
    ("question", "columns"),
    [
        (transitions(), ["from", "to", "customers", "occurrences", "median_s", "p90_s"]),
        (paths(), ["path", "count", "share"]),
        (sessions(), ["session", "customer", "start_us", "end_us", "events"]),
        (sessions(summary=True), ["sessions", "customers", "median_events", "median_s"]),
    ],
)
def test_columns_are_those_of_the_design(workspace, question, columns):
    result = run(question, workspace)
    assert list(result.columns) == list(question.columns) == columns


def test_m5_ties_are_reported_alike_whatever_is_asked_first(workspace, tmp_path):
    assert run(transitions(), workspace).source == run(sessions(), workspace).source
    with open_engine(temp=tmp_path / "spill").workspace(workspace._prepared) as other:
        assert (
            run(sessions(), other).source
            == run(transitions(), other).source
            == run(paths(), workspace).source
        )


def test_m9_where_chooses_events_and_leaves_the_facts(workspace):
    result = run(transitions(), workspace, where=rule('channel = "web"'))
    assert sum(row["occurrences"] for row in result.to_dicts() if row["to"] == "(end)") == 2
    assert result.source.rows == 5
    assert 'Only events where channel = "web".' in result.notes
    assert run(transitions(), workspace).source.ties == 2


def test_a_table_a_csv_and_a_page_of_the_rows(workspace):
    result = run(paths(), workspace)
    assert result.to_csv() == "path,count,share\n'=view,1,0.5\n'=view > basket > buy,1,0.5\n"
    assert result.to_text().splitlines()[0].split() == ["path", "count", "share"]
    assert "... and 1 more" in result.to_text(limit=1)
    page = result._repr_html_()
    assert "<td>=view &gt; basket &gt; buy</td>" in page
    assert "<caption>mine paths</caption>" in page


def test_explain_shows_the_query_or_that_none_is_needed(workspace, engine):
    shown = explain(transitions(), workspace)
    assert ("No query" in shown) is (engine == "trail://")
    assert "SELECT" in explain(transitions(within="case"), workspace)
    assert "SELECT" in shown or engine == "trail://"


@pytest.mark.parametrize("order", ["then", "directly", "any"])
@pytest.mark.parametrize("count", ["latest", "first"])
def test_every_form_answers_alike_and_without_a_note(workspace, order, count):
    asked = funnel(["=view", "basket", "buy"], order=order, count=count)
    best = run(asked, workspace)
    workspace.forms = ("portable",)
    assert best.to_json() == run(asked, workspace).to_json()
    assert not any("portable" in note for note in best.notes)


def test_an_engine_that_lacks_a_form_says_so(workspace):
    workspace.forms = ("abacus",)
    notes = run(sessions(), workspace).notes
    assert "Answered by the portable form: abacus has none of its own for this question." in notes


def test_explain_shows_the_form_that_answers(workspace):
    asked = funnel(["=view", "buy"])
    workspace.forms = ("asof", "portable")
    assert "ASOF" in explain(asked, workspace)
    workspace.forms = ("portable",)
    assert "ASOF" not in explain(asked, workspace)


def test_m4_duplicates_and_m7_identities_come_before_counting(tmp_path, engine):
    at = pa.array([0, 1, 2, 3], pa.timestamp("us", "UTC"))
    table = pa.table(
        {"at": at, "id": ["1", "2", "2", "3"], "who": ["d1", "eva", "eva", "d1"], "what": list("abbc")}
    )
    pq.write_table(table, tmp_path / "x.parquet")
    names = pa.Table.from_pylist(
        [{"id": "d1", "customer_id": "eva", "since_us": None}], SCHEMAS["identities"]
    )
    pq.write_table(names, tmp_path / "i.parquet")
    columns = EventColumns(
        time="at", time_kind="timestamp", customer="who", event="what", event_id="id", pseudonyms=False
    )
    prepared = Prepared(
        source=Source(id="x"),
        hash="-",
        events=EventsRef((tmp_path / "x.parquet",), columns),
        answers=None,
        remarks=None,
        customers=None,
        identities=tmp_path / "i.parquet",
        report=LoadReport(source="x"),
    )
    with open_engine(engine, temp=tmp_path / "spill").workspace([prepared]) as workspace:
        result = run(paths(), workspace)
    assert result.to_dicts() == [{"path": ["a", "b", "c"], "count": 1, "share": 1.0}]
    assert (result.source.duplicates, result.source.customers, result.source.tied_ids) == (1, 1, 1)


def test_a_source_without_events_says_so(tmp_path):
    prepared = source(tmp_path, [])
    prepared = Prepared(prepared.source, "-", None, None, None, None, None, prepared.report)
    with (
        open_engine(temp=tmp_path / "spill").workspace([prepared]) as workspace,
        pytest.raises(BadInputError) as error,
    ):
        run(transitions(), workspace)
    assert error.value.problems[0].code == "no-events"
