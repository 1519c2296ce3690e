"""Columns made of others: inside, each of a list, the first filled; in JSON as in Parquet."""

from __future__ import annotations

import json
import string

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.base import BadInputError
from footpath.evidence.canonical import convert
from footpath.evidence.made import Each, Inside, Opener, Plain, opened, resolve


def made(batch: pa.RecordBatch, *names: str) -> tuple[dict[str, list], list[int]]:
    lines = pa.array(range(1, batch.num_rows + 1), pa.int64())
    out, at = Opener(names, batch.schema.names).take(batch, lines)
    return out.to_pydict(), at.to_pylist()


def test_e84_a_column_of_that_very_name_wins() -> None:
    assert resolve("a.b", ["a", "a.b"]).parts == (Plain("a.b"),)
    assert resolve("a.b", ["a"]).parts == (Inside("a", "b"),)
    assert resolve("a | b", ["a | b", "a"]).parts == (Plain("a | b"),)
    assert resolve("a.b[].c.d", ["a"]).parts == (Each("a", "b", "c.d"),)
    assert resolve("x.y", ["a"]).missing == ("x.y",)


def test_e84_keys_with_dots_and_what_is_no_json() -> None:
    cells = ['{"a.b": 1, "a": {"b": 2, "c": true}}', "not json", None, '{"a": [1, {"x": 2}]}']
    batch = pa.record_batch({"p": pa.array(cells)})
    out, _ = made(batch, "p.a.b", "p.a.c", "p.a")
    assert out == {
        "p.a.b": ["1", None, None, None],
        "p.a.c": ["true", None, None, None],
        "p.a": ['{"b": "2", "c": true}', None, None, '["1", {"x": "2"}]'],
    }


def test_e85_of_a_key_that_stands_twice_the_first_counts_in_json_and_parquet() -> None:
    pairs = [
        {"key": "k", "value": {"string_value": None, "int_value": 7}},
        {"key": "k", "value": {"int_value": 8}},
    ]
    text = pa.record_batch({"p": pa.array([json.dumps(pairs), "[]"])})
    nested = pa.RecordBatch.from_pylist([{"p": pairs}, {"p": []}])
    assert made(text, "p.k")[0] == made(nested, "p.k")[0] == {"p.k": ["7", None]}


def test_e86_each_record_is_a_row_and_an_empty_list_stays_one() -> None:
    rows = [{"id": "1", "l": [{"x": "a"}, {"x": "b"}]}, {"id": "2", "l": []}, {"id": "3", "l": None}]
    text = pa.record_batch({"id": ["1", "2", "3"], "l": [json.dumps(row["l"]) for row in rows]})
    nested = pa.RecordBatch.from_pylist(rows)
    wanted = ({"id": ["1", "1", "2", "3"], "l[].x": ["a", "b", None, None]}, [1, 1, 2, 3])
    assert made(text, "id", "l[].x") == wanted
    assert made(nested, "id", "l[].x") == wanted


def test_e86_rows_can_be_the_records_of_one_list_only() -> None:
    with pytest.raises(BadInputError) as caught:
        Opener(["a[].x", "b[].y"], ["a", "b"])
    assert caught.value.problems[0].code == "lists-several"


def test_e88_blank_is_not_filled_and_types_that_differ_become_text() -> None:
    batch = pa.record_batch({"a": pa.array(["", " ", None, "x"]), "b": pa.array([1, 2, None, 4])})
    assert made(batch, "a | b")[0] == {"a | b": ["1", "2", None, "x"]}


def test_e84_structs_maps_and_older_lists_of_parquet() -> None:
    wrapped = pa.struct(
        [
            (
                "list",
                pa.list_(pa.struct([("element", pa.struct([("key", pa.string()), ("value", pa.string())]))])),
            )
        ]
    )
    batch = pa.record_batch(
        {
            "s": pa.array([{"a": {"b": 5}}, None]),
            "m": pa.array([[("k", 1)], None], pa.map_(pa.string(), pa.int64())),
            "w": pa.array([{"list": [{"element": {"key": "k", "value": "v"}}]}, None], wrapped),
        }
    )
    out, _ = made(batch, "s.a.b", "m.k", "w.k", "s.nothing")
    assert out == {"s.a.b": [5, None], "m.k": [1, None], "w.k": ["v", None], "s.nothing": [None, None]}
    assert opened(pa.Table.from_batches([batch])).column_names == ["s.a.b", "m.k", "w.k"]


def test_e84_parquet_of_ones_own_stays_where_it_is_until_something_inside_is_named(tools, tmp_path) -> None:
    moment = pa.array([1714557600000000] * 3, pa.timestamp("us", tz="UTC"))
    columns = {
        "at": moment,
        "event": ["a", "b", "a"],
        "user_id": ["1", "2", "1"],
        "p": ['{"plan":"pro"}'] * 3,
    }
    path = tmp_path / "log.parquet"
    pq.write_table(pa.table(columns), path)
    assert tools.guess(path).source.properties == ("p",)
    argument = {"source": {"id": "x", "time": "at", "event": "event", "properties": ["p"]}}
    rest = {"paths": [str(path)], "zone": "UTC", "now_us": 2 * 10**15}
    assert convert(argument | rest, tmp_path)["in_place"] is not None
    argument["source"]["properties"] = ["p.plan"]
    assert convert(argument | rest, tmp_path)["in_place"] is None
    assert pq.read_table(tmp_path / "events.parquet").column("p.plan").to_pylist() == ["pro"] * 3


_KEY = st.text(string.ascii_lowercase + "$", min_size=1, max_size=3)
_LEAF = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text(max_size=4))
_OBJECT = st.dictionaries(_KEY, st.one_of(_LEAF, st.dictionaries(_KEY, _LEAF, max_size=3)), max_size=4)


def plain(value: object, path: list[str]) -> object:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value).lower()
    text = value if isinstance(value, str) else str(value)
    return text.replace("\0", "").encode("utf-8", "replace").decode()


@settings(max_examples=60, deadline=None)
@given(st.lists(_OBJECT, min_size=1, max_size=5))
def test_e84_every_value_inside_is_found_under_its_path(objects: list[dict]) -> None:
    batch = pa.record_batch({"p": pa.array([json.dumps(one) for one in objects])})
    paths = {
        (k, k2) if isinstance(v, dict) and v else (k,)
        for o in objects
        for k, v in o.items()
        for k2 in (v if isinstance(v, dict) and v else [""])
    }
    for path in paths:
        if any(isinstance(o.get(path[0]), dict) for o in objects) and len(path) == 1:
            continue  # an object as a whole is JSON text
        name = "p." + ".".join(path)
        assert made(batch, name)[0][name] == [plain(one, list(path)) for one in objects]
