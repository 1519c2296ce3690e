"""The trail: kept whole, found again, made again where it is damaged, capped, and chosen where it pays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.base import HOUR, BadInputError, EngineError
from footpath.engines import open_engine
from footpath.engines.duckdb.workspace import DuckDBWorkspace
from footpath.engines.trail import engine, sorting, storage
from footpath.engines.trail.workspace import TrailWorkspace, size_in_bytes
from footpath.mining import funnel, paths, run, sessions, transitions
from footpath.rules import rule


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("FOOTPATH_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def trails(tmp_path):
    """Return a function that opens sources as a trail and closes them after the test."""
    made = []

    def open_(*prepared, url="trail://", **options):
        made.append(open_engine(url, temp=tmp_path / "spill", **options).workspace(prepared))
        return made[-1]

    yield open_
    for workspace in made:
        workspace.close()


@pytest.fixture
def shop(stands, tmp_path):
    event = stands.event
    return stands.prepared(
        tmp_path / "shop",
        events=[
            event("eva", 5, "view", channel="web"),
            event("ida", 1, "view", channel="shop"),
            event("eva", 5 + 2 * HOUR, "buy", channel="shop"),
            event(None, 3, "view"),
            event("eva", 7, "basket", channel="web", sequence=2),
            event("eva", 7, "search", channel=None, sequence=1),
        ],
    )


def answers(workspace, **how):
    asked = (transitions(), transitions(within="session"), paths(), sessions(), funnel(["view", "buy"]))
    return [run(one, workspace, **how).to_json() for one in asked]


def folders(tmp_path):
    return [path for path in (tmp_path / "cache" / "trail").iterdir() if not path.name.startswith(".")]


def forget_tables(workspace):
    """Make every use of DuckDB an error, so that an answer can only come from the trail."""

    class Closed:
        def __getattr__(self, name):
            raise AssertionError(f"the tables were asked for {name}")

    workspace.__dict__["_tables"] = Closed()


# ---------------------------------------------------------------- order


def test_m150_a_trail_is_in_the_order_of_m1(trails, shop):
    trail = trails(shop).trail
    names = [trail.names[code] for code in trail.codes]
    assert trail.ids().to_pylist() == ["eva", "ida"]
    assert trail.starts.tolist() == [0, 4, 5]
    assert names == ["view", "search", "basket", "buy", "view"]
    assert trail.order.tolist() == [0, 5, 4, 2, 1]


@pytest.mark.parametrize(
    "times",
    [
        [3, 1, 2, 1],
        [5_000_000, 1_000_000, 5_000_000],
        [5_000, 1_000, 2_000],
        [2**62, -(2**62), 0, 7],
        [1, 2, 2, 3],
        [4],
        [],
    ],
)
def test_rows_are_brought_into_the_order_of_time_and_equal_times_stay(times):
    at = np.array(times, np.int64)
    order = sorting.by_time(at)
    wanted = sorted(range(len(times)), key=lambda row: (times[row], row))
    assert (list(range(len(times))) if order is None else order.tolist()) == wanted


def test_rows_that_come_out_of_the_order_of_arrival_are_put_back(trails, shop, stands, tmp_path):
    from footpath.engines.trail.building import build

    workspace = trails(shop)
    events = workspace.events
    upside_down = build(
        events,
        lambda expr: iter(
            workspace.fetch(
                expr.order_by(expr.columns[-1])
                if "arrival" not in expr.columns
                else expr.order_by(expr.arrival.desc())
            ).to_batches()
        ),
        ids_are_keys=False,
    )
    assert upside_down.codes.tolist() == workspace.trail.codes.tolist()
    assert upside_down.order.tolist() == workspace.trail.order.tolist()


def test_customers_of_far_apart_numbers_are_told_apart(trails, stands, tmp_path):
    at = pa.array([datetime(2024, 1, day, tzinfo=UTC) for day in (1, 2, 3, 4)], pa.timestamp("us", "UTC"))
    table = pa.table({"at": at, "who": [2**62, -5, 2**62, None], "what": list("abca")})
    pq.write_table(table, tmp_path / "x.parquet")
    workspace = trails(stands.in_place([tmp_path / "x.parquet"], customer="who", event="what"))
    assert [row["customer"] for row in run(sessions(), workspace).to_dicts()] == [
        "-5",
        str(2**62),
        str(2**62),
    ]
    assert (workspace.facts.rows, workspace.facts.no_customer) == (4, 1)


# ---------------------------------------------------------------- equal answers


def test_m151_answers_are_those_of_duckdb_and_the_second_time_come_from_the_cache(trails, shop):
    wanted = answers(trails(shop, url="duckdb://"))
    first = trails(shop)
    assert answers(first) == wanted
    first.close()
    again = trails(shop)
    forget_tables(again)
    assert answers(again) == wanted
    again.__dict__.pop("_tables")


def test_m152_a_rule_is_a_mask_and_its_columns_are_kept(trails, shop, tmp_path):
    where = rule('channel = "web" or channel missing')
    wanted = answers(trails(shop, url="duckdb://"), where=where)
    first = trails(shop)
    assert answers(first, where=where) == wanted
    first.close()
    again = trails(shop)
    forget_tables(again)
    assert answers(again, where=where) == wanted
    again.__dict__.pop("_tables")
    (column,) = (p for p in folders(tmp_path)[0].glob("column-*.json"))
    column.write_text("{", "utf-8")
    assert answers(trails(shop), where=where) == wanted


def test_m153_what_has_no_kernel_is_answered_by_duckdb_and_says_so(trails, shop):
    own = run(sessions(own=True), trails(shop))
    assert "Answered by DuckDB: the trail has no form of its own for this question." in own.notes
    assert not any("DuckDB" in note for note in run(sessions(), trails(shop)).notes)


def test_what_has_no_kernel_makes_no_trail_and_uses_the_facts_of_one_that_is_there(trails, shop):
    asked = transitions(within="case")
    alone = trails(shop)
    first = run(asked, alone)
    assert not storage.is_kept(alone._key)
    with_one = trails(shop)
    run(sessions(), with_one)
    with_one.close()
    again = trails(shop)
    assert run(asked, again).to_json() == first.to_json()
    assert again.facts == again.trail.facts == alone.facts


def test_a_rule_that_a_trail_cannot_say_is_answered_by_duckdb(trails, shop):
    where = rule("event != channel")
    result = run(transitions(), trails(shop), where=where)
    assert result.rows.equals(run(transitions(), trails(shop, url="duckdb://"), where=where).rows)
    assert any("DuckDB" in note for note in result.notes)


def test_an_unknown_column_is_the_same_error(trails, shop):
    with pytest.raises(BadInputError, match="chanel") as error:
        run(transitions(), trails(shop), where=rule('chanel = "web"'))
    assert error.value.problems[0].code == "rule-unknown-column"


def test_events_that_a_trail_cannot_hold_are_asked_of_duckdb(trails, stands, tmp_path):
    at = pa.array([1, 2], pa.timestamp("us", "UTC"))
    pq.write_table(pa.table({"at": at, "who": ["x", "x"], "what": ["a", None]}), tmp_path / "x.parquet")
    workspace = trails(stands.in_place([tmp_path / "x.parquet"], customer="who", event="what"))
    assert workspace.trail is None
    assert run(sessions(), workspace).to_dicts()[0]["events"] == 2
    assert workspace.facts.rows == 2


def test_no_events_and_no_customers(trails, stands, tmp_path):
    nobody = trails(stands.prepared(tmp_path / "a", events=[stands.event(None, 1, "a")]))
    assert [one["rows"] for one in answers(nobody)[:4]] == [[], [], [], []]
    assert (nobody.facts.rows, nobody.facts.customers, nobody.facts.no_customer) == (1, 0, 1)
    nothing = trails(stands.prepared(tmp_path / "b", events=[]))
    assert answers(nothing)[4]["rows"][0]["count"] == 0
    without = trails(stands.prepared(tmp_path / "c", customers=[{"customer_id": "eva"}]))
    with pytest.raises(BadInputError) as error:
        run(transitions(), without)
    assert error.value.problems[0].code == "no-events"


# ---------------------------------------------------------------- kept


def damage(path, how):
    data = path.read_bytes()
    if how == "cut":
        path.write_bytes(data[:-8])
    elif how == "gone":
        path.unlink()
    elif how == "other bytes":
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    else:
        path.write_bytes(b"{")


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("times.npy", "cut"),
        ("codes.npy", "gone"),
        ("groups.npy", "other bytes"),
        ("starts.npy", "nonsense"),
        ("trail.json", "nonsense"),
        ("trail.json", "gone"),
    ],
)
def test_m154_a_damaged_trail_is_made_again_and_never_half_read(trails, shop, tmp_path, name, how):
    first = trails(shop)
    wanted = answers(first)
    first.close()
    (folder,) = folders(tmp_path)
    damage(folder / name, how)
    second = trails(shop)
    assert storage.read(folder.name) is None
    assert answers(second) == wanted
    second.close()
    assert storage.read(folder.name) is not None
    assert folders(tmp_path) == [folder]


def test_m155_changed_sources_are_another_trail(trails, stands, tmp_path):
    def made(*names):
        return stands.prepared(tmp_path / "x", events=[stands.event("a", i, n) for i, n in enumerate(names)])

    one = trails(made("a", "b"))
    assert run(paths(), one).to_dicts()[0]["path"] == ["a", "b"]
    one.close()
    more = trails(made("a", "b", "late"))
    assert run(paths(), more).to_dicts()[0]["path"] == ["a", "b", "late"]
    more.close()
    assert len(folders(tmp_path)) == 2


def test_a_missing_file_is_named(stands, tmp_path):
    with pytest.raises(EngineError, match=r"gone\.parquet") as error:
        open_engine("trail://").workspace([stands.in_place([tmp_path / "gone.parquet"], customer="who")])
    assert error.value.problems[0].code == "engine-file"


def test_m156_two_processes_make_a_trail_at_once_without_harm(shop, tmp_path):
    path = shop.events.paths[0]
    code = textwrap.dedent(
        f"""
        from pathlib import Path
        from footpath.atlas import Source
        from footpath.engines import open_engine
        from footpath.evidence import EventsRef, LoadReport, Prepared
        from footpath.mining import run, transitions
        made = Prepared(Source(id="s"), "-", EventsRef((Path({str(path)!r}),)), None, None, None, None, LoadReport(source="s"))
        with open_engine("trail://").workspace([made]) as workspace:
            print(run(transitions(), workspace).rows.to_pylist())
        """
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, env=dict(os.environ), text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[0] for process in started]
    assert said[0] == said[1] != ""
    (folder,) = folders(tmp_path)
    assert storage.read(folder.name) is not None
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_m157_the_longest_unused_trails_go_first(trails, stands, tmp_path):
    keys = []
    for number in range(3):
        source = stands.prepared(tmp_path / str(number), events=[stands.event("a", number, "x")])
        workspace = trails(source)
        _ = workspace.trail
        workspace.close()
        keys.append(workspace._key)
        os.utime(tmp_path / "cache" / "trail" / keys[-1] / "used", (number, number))
    sizes = {key: sum(p.stat().st_size for p in (storage.trails_folder() / key).iterdir()) for key in keys}
    storage.tidy(sizes[keys[1]] + sizes[keys[2]], but=keys[2])
    assert sorted(path.name for path in folders(tmp_path)) == sorted(keys[1:])
    storage.tidy(0, but=keys[2])
    assert [path.name for path in folders(tmp_path)] == [keys[2]]
    assert size_in_bytes("20GB") == 20 * 10**9
    assert size_in_bytes("1.5 MiB") == 3 << 19


def test_a_trail_that_finds_no_room_answers_all_the_same(trails, shop, monkeypatch):
    def full(*_):
        raise OSError(28, "no space left")

    wanted = answers(trails(shop, url="duckdb://"))
    monkeypatch.setattr(storage, "save", full)
    workspace = trails(shop)
    assert answers(workspace) == wanted
    workspace.close()
    assert not storage.is_kept(workspace._key)


def test_a_trail_holds_no_more_rights_than_its_owners(trails, shop, tmp_path):
    workspace = trails(shop)
    _ = workspace.trail
    workspace.close()
    if os.name == "posix":
        assert (tmp_path / "cache" / "trail").stat().st_mode & 0o077 == 0


# ---------------------------------------------------------------- which engine


def test_m158_a_trail_is_chosen_where_there_is_one_or_the_events_are_many(trails, shop, monkeypatch):
    few = trails(shop, url="auto://")
    assert isinstance(few, DuckDBWorkspace)
    monkeypatch.setattr(engine, "MANY", 6)
    many = trails(shop, url="auto://")
    assert isinstance(many, TrailWorkspace)
    assert answers(many) == answers(few)
    many.close()
    monkeypatch.setattr(engine, "MANY", 1_000_000)
    assert isinstance(trails(shop, url="auto://"), TrailWorkspace)


@pytest.mark.parametrize("url", ["trail://here", "auto://here"])
def test_a_trail_has_no_place(url):
    with pytest.raises(BadInputError) as error:
        open_engine(url)
    assert error.value.problems[0].code == "engine-url"


def test_sources_without_events_open_in_duckdb(trails, stands, tmp_path):
    source = stands.prepared(tmp_path / "c", customers=[{"customer_id": "eva"}])
    assert isinstance(trails(source, url="auto://"), DuckDBWorkspace)


def test_kept_facts_are_plain_text_without_anybodys_id(trails, shop, tmp_path):
    workspace = trails(shop)
    _ = workspace.trail
    workspace.close()
    contents = json.loads((Path(folders(tmp_path)[0]) / "trail.json").read_text("utf-8"))
    assert contents["facts"]["rows"] == 6
    assert contents["names"] == ["basket", "buy", "search", "view"]
    assert "eva" not in json.dumps(contents)


def test_sorting_side_by_side_is_sorting(monkeypatch):
    from footpath.engines.trail import threads

    monkeypatch.setattr(threads, "BLOCK", 10)
    for kind in (np.random.default_rng(1).integers(0, 9, 1000), np.arange(1000)[::-1].copy(), np.zeros(100)):
        wanted = np.sort(kind)
        threads.sort(kind, 3)
        assert kind.tolist() == wanted.tolist()
