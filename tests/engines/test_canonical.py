"""Canonical tables: keys, identities, arrival, duplicates, promises, several sources, facts."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.base import DAY
from footpath.evidence import LoadReport, Pseudonyms


@pytest.fixture(params=["duckdb://", "trail://"])
def engine(request):
    return request.param


def rows_of(workspace, *columns, table=None):
    table = workspace.events if table is None else table
    order = [name for name in ("occurred_us", "arrival") if name in table.columns] or [columns[0]]
    return [tuple(row[c] for c in columns) for row in workspace.fetch(table.order_by(order)).to_pylist()]


def test_text_ids_get_one_integer_each_and_equal_ids_the_same(opened, stands, tmp_path):
    names = ["zoe", "адам", "zoe", None, "007", "7"]
    workspace = opened(
        stands.prepared(
            tmp_path / "a", events=[stands.event(name, i, "view") for i, name in enumerate(names)]
        )
    )
    found = rows_of(workspace, "customer_id", "customer_key")
    assert [name for name, _ in found] == names
    assert dict(found) == {"007": 1, "7": 2, "zoe": 3, "адам": 4, None: None}


def test_integer_ids_in_place_are_their_own_keys(opened, stands, tmp_path):
    at = pa.array([datetime(2024, 1, 1, 10, tzinfo=UTC)] * 3, pa.timestamp("ms", "UTC"))
    pq.write_table(
        pa.table({"at": at, "who": [2**62, -5, None], "what": ["a", "b", "c"]}), tmp_path / "x.parquet"
    )
    workspace = opened(stands.in_place([tmp_path / "x.parquet"], customer="who", event="what"))
    assert rows_of(workspace, "customer_key", "customer_id", "event") == [
        (2**62, str(2**62), "a"),
        (-5, "-5", "b"),
        (None, None, "c"),
    ]
    assert rows_of(workspace, "occurred_us")[0] == (1_704_103_200_000_000,)


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        (pa.array([datetime(2024, 3, 31, 1, 30)], pa.timestamp("us")), 1_711_848_600_000_000),
        (pa.array([datetime(2024, 3, 31, 1, 30)], pa.timestamp("s")), 1_711_848_600_000_000),
        (pa.array([datetime(2024, 3, 31, 1, 30)], pa.timestamp("ns")), 1_711_848_600_000_000),
        (pa.array([datetime(2024, 3, 31).date()], pa.date32()), 1_711_843_200_000_000),
        (pa.array([datetime(1969, 12, 31, 23, 59, 59, 999_999)], pa.timestamp("us")), -1),
    ],
)
def test_times_of_all_kinds_become_microseconds(opened, stands, tmp_path, column, wanted):
    pq.write_table(pa.table({"at": column, "who": ["x"]}), tmp_path / "x.parquet")
    workspace = opened(stands.in_place([tmp_path / "x.parquet"], customer="who", event_name="visit"))
    assert rows_of(workspace, "occurred_us", "event") == [(wanted, "visit")]


def test_pseudonyms_replace_ids_that_stand_in_files_in_place(opened, stands, tmp_path):
    at = pa.array([1, 2], pa.timestamp("us", "UTC"))
    pq.write_table(pa.table({"at": at, "who": [17, 18]}), tmp_path / "x.parquet")
    hashed = Pseudonyms.of_user().one("17")
    workspace = opened(
        stands.in_place([tmp_path / "x.parquet"], customer="who", event_name="visit", pseudonyms=True),
        stands.prepared(tmp_path / "b", events=[stands.event(hashed, 3, "call")], id_="calls"),
    )
    found = rows_of(workspace, "event", "customer_id", "customer_key")
    assert found[0][1] == hashed
    assert found[0][2] == found[2][2] != found[1][2]


def test_arrival_is_the_order_of_sources_files_and_rows(opened, stands, tmp_path):
    for number in (1, 2):
        at = pa.array([0, 0], pa.timestamp("us", "UTC"))
        names = [f"{number}a", f"{number}b"]
        pq.write_table(pa.table({"at": at, "what": names, "who": ["x", "x"]}), tmp_path / f"{number}.parquet")
    workspace = opened(
        stands.in_place([tmp_path / "2.parquet", tmp_path / "1.parquet"], customer="who", event="what"),
        stands.prepared(tmp_path / "c", events=[stands.event("x", 0, "last")], id_="other"),
    )
    assert [name for (name,) in rows_of(workspace, "event")] == ["2a", "2b", "1a", "1b", "last"]


def test_a_file_with_a_column_called_file_row_number_still_arrives_in_order(opened, stands, tmp_path):
    at = pa.array([0, 0, 0], pa.timestamp("us", "UTC"))
    table = pa.table({"at": at, "what": ["a", "b", "c"], "who": ["x"] * 3, "file_row_number": [9, 9, 9]})
    pq.write_table(table, tmp_path / "x.parquet")
    workspace = opened(
        stands.in_place(
            [tmp_path / "x.parquet"], customer="who", event="what", properties=("file_row_number",)
        )
    )
    assert rows_of(workspace, "event", "file_row_number") == [("a", 9), ("b", 9), ("c", 9)]


def test_rows_with_one_event_id_count_once_and_the_first_to_arrive_stays(opened, stands, tmp_path):
    at = pa.array([30, 10, 20, 5, 6], pa.timestamp("us", "UTC"))
    table = pa.table({"at": at, "id": ["e1", "e1", "e2", None, None], "who": ["x"] * 5})
    pq.write_table(table, tmp_path / "x.parquet")
    workspace = opened(
        stands.in_place([tmp_path / "x.parquet"], customer="who", event_name="v", event_id="id")
    )
    assert rows_of(workspace, "occurred_us", "event_id") == [(5, None), (6, None), (20, "e2"), (30, "e1")]
    assert (workspace.facts.rows, workspace.facts.duplicates) == (4, 1)


def test_event_ids_of_two_sources_are_not_duplicates_of_each_other(opened, stands, tmp_path):
    at = pa.array([1], pa.timestamp("us", "UTC"))
    for name in ("a", "b"):
        pq.write_table(pa.table({"at": at, "id": [1], "who": ["x"]}), tmp_path / f"{name}.parquet")
    columns = {"customer": "who", "event_name": "v", "event_id": "id"}
    workspace = opened(
        *(stands.in_place([tmp_path / f"{name}.parquet"], id_=name, **columns) for name in ("a", "b"))
    )
    assert workspace.facts.rows == 2
    assert workspace.facts.duplicates == 0


def test_what_a_reader_left_out_is_in_the_facts(opened, stands, tmp_path):
    report = LoadReport(source="s", duplicates=3, aside=2)
    workspace = opened(stands.prepared(tmp_path / "a", events=[stands.event("x", 1, "v")], report=report))
    assert (workspace.facts.duplicates, workspace.facts.aside) == (3, 2)


def test_facts_count_customers_cases_ties_and_who_is_missing(opened, stands, tmp_path):
    event = stands.event
    events = [
        event("x", 10, "a", case_id="k1"),
        event("x", 10, "b", case_id="k1"),
        event("y", 10, "a", case_id="k2"),
        event("y", 20, "b"),
        event(None, 30, "a"),
        event(None, 30, "a"),
    ]
    facts = opened(stands.prepared(tmp_path / "a", events=events)).facts
    assert (facts.rows, facts.customers, facts.cases) == (6, 2, 2)
    assert (facts.from_us, facts.to_us) == (10, 30)
    assert (facts.ties, facts.no_customer) == (2, 2)
    assert facts.share_of_ties == pytest.approx(1 / 3)


def test_facts_of_nothing(opened, stands, tmp_path):
    facts = opened(stands.prepared(tmp_path / "a", events=[])).facts
    assert (facts.rows, facts.customers, facts.from_us, facts.to_us) == (0, 0, None, None)
    assert facts.share_of_ties == 0


def test_a_promise_gives_late_and_delay(opened, stands, tmp_path):
    event = stands.event
    events = [
        event("x", 5 * DAY, "delivered", promised_us=4 * DAY),
        event("x", 6 * DAY, "delivered", promised_us=6 * DAY),
        event("x", 7 * DAY, "ordered"),
    ]
    workspace = opened(stands.prepared(tmp_path / "a", events=events))
    assert rows_of(workspace, "late", "delay_us") == [(True, DAY), (False, 0), (None, None)]


def test_an_anonymous_id_is_the_customer_that_it_later_names(opened, stands, tmp_path):
    event = stands.event
    events = [
        event("device-1", 1, "view"),
        event("device-2", 2, "view"),
        event("mail@x", 3, "open"),
        event("tablet", 4, "view"),
        event("eva", 5, "order"),
        event("new-device", 6, "view"),
    ]
    identities = [
        {"id": "device-1", "customer_id": "mail@x", "since_us": 4},
        {"id": "mail@x", "customer_id": "eva", "since_us": 5},
        {"id": "device-2", "customer_id": "eva", "since_us": 1},
        {"id": "tablet", "customer_id": "eva", "since_us": 1},
        {"id": "tablet", "customer_id": "ida", "since_us": 2},
        {"id": "eva", "customer_id": "eva", "since_us": 2},
    ]
    workspace = opened(stands.prepared(tmp_path / "a", events=events, identities=identities))
    found = rows_of(workspace, "customer_id", "customer_key")
    assert [name for name, _ in found] == ["eva", "eva", "eva", "tablet", "eva", "new-device"]
    assert len({key for _, key in found}) == 3
    assert (workspace.facts.tied_ids, workspace.facts.ambiguous_ids) == (3, 1)
    assert workspace.facts.customers == 3


def test_ids_that_name_each_other_come_to_an_end(opened, stands, tmp_path):
    identities = [{"id": "a", "customer_id": "b"}, {"id": "b", "customer_id": "a"}]
    events = [stands.event("a", 1, "v"), stands.event("b", 2, "v")]
    workspace = opened(stands.prepared(tmp_path / "a", events=events, identities=identities))
    assert workspace.facts.rows == 2


def test_remarks_and_answers_find_their_customer_through_the_case(opened, stands, tmp_path):
    event = stands.event
    events = [
        event("eva", 1, "ordered", case_id="o1"),
        event("ida", 2, "ordered", case_id="o2"),
        event("eva", 3, "moved", case_id="shared"),
        event("ida", 4, "moved", case_id="shared"),
    ]
    remark = {"remark_id": "r", "source_kind": "review", "text": "late"}
    remarks = [
        {**remark, "case_id": "o1", "said_us": 1},
        {**remark, "case_id": "shared", "said_us": 2},
        {**remark, "case_id": "unknown", "said_us": 3},
        {**remark, "customer_id": "ida", "said_us": 4},
    ]
    answer = {"respondent_id": "1", "question_id": "q", "question_kind": "nps", "case_id": "o2", "value": 9.0}
    workspace = opened(
        stands.prepared(tmp_path / "a", events=events, id_="orders"),
        stands.prepared(tmp_path / "b", remarks=remarks, answers=[answer], id_="reviews"),
    )
    keys = dict(rows_of(workspace, "customer_id", "customer_key"))
    found = workspace.fetch(workspace.remarks.order_by("said_us")).to_pylist()
    assert [row["customer_key"] for row in found] == [keys["eva"], None, None, keys["ida"]]
    assert workspace.fetch(workspace.answers)["customer_key"].to_pylist() == [keys["ida"]]


def test_events_that_share_only_a_case_belong_to_its_customer(opened, stands, tmp_path):
    event = stands.event
    workspace = opened(
        stands.prepared(tmp_path / "a", events=[event("eva", 1, "ordered", case_id="o1")], id_="orders"),
        stands.prepared(
            tmp_path / "b",
            events=[event(None, 2, "ticket", case_id="o1"), event(None, 3, "ticket", case_id="o9")],
            id_="tickets",
        ),
    )
    assert [name for (name,) in rows_of(workspace, "customer_id")] == ["eva", "eva", None]


def test_of_a_customer_the_newest_row_stands(opened, stands, tmp_path):
    rows = [
        {"customer_id": "eva", "known_us": 5, "country": "PT"},
        {"customer_id": "eva", "known_us": 9, "country": "ES"},
        {"customer_id": "ida", "known_us": None, "country": "DE"},
        {"customer_id": "ida", "known_us": None, "country": "AT"},
    ]
    workspace = opened(
        stands.prepared(tmp_path / "a", customers=rows, traits=[pa.field("country", pa.string())])
    )
    found = workspace.fetch(workspace.customers.order_by("customer_id")).to_pylist()
    assert [(row["customer_id"], row["country"]) for row in found] == [("eva", "ES"), ("ida", "AT")]
    assert workspace.events is None
    assert workspace.facts.rows == 0


def test_sources_with_different_columns_are_one_table(opened, stands, tmp_path):
    event = stands.event
    workspace = opened(
        stands.prepared(
            tmp_path / "a", events=[event("x", 1, "a", size=1)], extra=[pa.field("size", pa.int64())]
        ),
        stands.prepared(
            tmp_path / "b",
            events=[event("x", 2, "b", size="big", seats=2)],
            extra=[pa.field("size", pa.string()), pa.field("seats", pa.int32())],
            id_="b",
        ),
    )
    assert rows_of(workspace, "size", "seats") == [("1", None), ("big", 2)]


def test_derived_columns_are_rules_settled_to_true_or_false(opened, stands, tmp_path):
    event = stands.event
    workspace = opened(
        stands.prepared(
            tmp_path / "a",
            events=[event("x", 1, "a", channel="web"), event("x", 2, "a")],
            derive={"online": 'channel = "web"'},
        )
    )
    assert rows_of(workspace, "online") == [(True,), (False,)]


def test_a_sequence_is_a_column_only_where_a_source_has_one(opened, stands, tmp_path):
    without = opened(stands.prepared(tmp_path / "a", events=[stands.event("x", 1, "a")]))
    having = opened(stands.prepared(tmp_path / "b", events=[stands.event("x", 1, "a", sequence=4)]))
    assert "sequence" not in without.events.columns
    assert rows_of(having, "sequence") == [(4,)]
