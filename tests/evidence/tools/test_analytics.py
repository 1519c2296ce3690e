"""Exports of product and web analytics: the canonical events of each sample, written down by hand."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.evidence.readers.headless import SNOWPLOW

POSTHOG = [
    ("anon-1", "/products/*", "01 10:00:00", "s1", "email", None),
    ("anon-1", "add_to_cart", "01 10:02:00", "s1", None, None),
    ("user-1", "$identify", "01 10:03:00", "s1", None, None),
    ("user-1", "purchase", "01 10:04:00", "s1", None, 19.5),
]


@pytest.mark.parametrize("name", ["posthog.csv", "posthog.jsonl"])
def test_e83_posthog_events_with_the_browser_tied_by_identify(tools, name: str) -> None:
    read = tools.read(name)
    assert read.guessed.tool == "posthog"
    assert read.events("session_id", "channel", "value")[:4] == POSTHOG
    assert read.pairs() == {("anon-1", "user-1")}
    assert read.facts["events_tied"] == 2


def test_e84_posthog_parquet_holds_its_properties_as_json_text(tools, tmp_path) -> None:
    rows = [json.loads(line) for line in tools.path("posthog.jsonl").read_text().splitlines()]
    for row in rows:
        row["properties"] = json.dumps(row["properties"])
    path = tmp_path / "events.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    read = tools.read(path)
    assert read.events("session_id", "channel", "value") == POSTHOG
    assert read.tables["events"][1]["properties.price"] == 19.5


def test_e84_a_key_inside_is_found_below_keys_with_dots_of_their_own(tools) -> None:
    read = tools.read("posthog.csv")
    assert read.tables["events"][1]["properties.product.name"] == "Lamp"


def test_e83_amplitude_takes_a_device_for_the_person_who_signs_in_on_it(tools, tmp_path) -> None:
    packed = tmp_path / "12345_2024-05-01_10#0.json.gz"
    packed.write_bytes(gzip.compress(tools.path("amplitude.jsonl").read_bytes()))
    read = tools.read(packed)
    assert read.guessed.tool == "amplitude"
    assert read.events("value", "currency", "channel") == [
        ("dev-1", "/produkte/*", "01 10:00:00", None, None, "cpc"),
        ("kim@example.org", "Sign Up", "01 10:01:00", None, None, None),
        ("kim@example.org", "Purchase", "01 10:05:30", 49.9, "EUR", None),
        ("dev-2", "/", "02 08:00:00", None, None, None),
    ]
    assert read.pairs() == {("dev-1", "kim@example.org")}
    assert read.facts["duplicates"] == 1  # $insert_id i2 stands twice
    assert (read.facts["customers"], read.facts["customers_untied"]) == (2, 3)
    assert read.guessed.screens.languages == ("de", "en")


GA4 = [
    ("11.22", "/products/*", "01 10:00:00", "777", 1, None, None, "cpc"),
    ("11.22", "add_to_cart", "01 10:01:00", "777", 2, None, 19.5, None),
    ("kim", "login", "01 10:02:00", "777", 3, None, None, None),
    ("kim", "purchase", "01 10:03:00", "777", 4, "T-1", 19.5, None),
    ("33.44", "/", "02 09:00:00", "778", 1, None, None, None),
]
GA4_COLUMNS = ("session_id", "sequence", "case_id", "value", "channel")


def test_e85_ga4_parameters_are_columns_by_their_key(tools) -> None:
    read = tools.read("ga4.jsonl")
    assert read.guessed.tool == "ga4"
    assert read.events(*GA4_COLUMNS) == GA4
    assert read.pairs() == {("11.22", "kim")}
    assert (read.facts["customers"], read.facts["events_tied"]) == (2, 2)


def ga4_parquet(rows: list[dict[str, Any]]) -> pa.Table:
    value = pa.struct(
        [
            ("string_value", pa.string()),
            ("int_value", pa.int64()),
            ("float_value", pa.float64()),
            ("double_value", pa.float64()),
        ]
    )
    schema = pa.schema(
        [
            ("event_date", pa.string()),
            ("event_timestamp", pa.int64()),
            ("event_name", pa.string()),
            ("event_params", pa.list_(pa.struct([("key", pa.string()), ("value", value)]))),
            ("user_id", pa.string()),
            ("user_pseudo_id", pa.string()),
            ("device", pa.struct([("category", pa.string())])),
            ("geo", pa.struct([("country", pa.string())])),
            ("ecommerce", pa.struct([("purchase_revenue", pa.float64()), ("transaction_id", pa.string())])),
            ("items", pa.list_(pa.struct([("item_id", pa.string()), ("item_name", pa.string())]))),
            ("batch_event_index", pa.int64()),
        ]
    )
    for row in rows:
        row["event_timestamp"] = int(row["event_timestamp"])
        row["batch_event_index"] = int(row["batch_event_index"])
        for pair in row["event_params"]:
            if "int_value" in pair["value"]:
                pair["value"]["int_value"] = int(pair["value"]["int_value"])
    return pa.Table.from_pylist(rows, schema=schema)


def test_e85_ga4_parquet_gives_what_its_json_gives(tools, tmp_path) -> None:
    rows = [json.loads(line) for line in tools.path("ga4.jsonl").read_text().splitlines()]
    path = tmp_path / "events_20240501.parquet"
    pq.write_table(ga4_parquet(rows), path, row_group_size=2)
    read = tools.read(path)
    assert read.events(*GA4_COLUMNS) == GA4
    assert {row["device.category"] for row in read.tables["events"]} == {"mobile", "desktop"}


def test_e83_segment_calls_are_events_pages_are_screens(tools) -> None:
    read = tools.read("segment.jsonl")
    assert read.guessed.tool == "segment"
    assert read.source.event == "event | name | type"
    assert read.events("case_id", "value", "channel") == [
        ("a-1", "/products/*", "01 10:00:00", None, None, "email"),
        ("a-1", "Product Added", "01 10:01:00", None, None, None),
        ("kim", "identify", "01 10:02:00", None, None, None),
        ("kim", "Order Completed", "01 10:03:00", "T-1", 19.5, None),
        ("a-2", "Home", "02 08:00:00", None, None, None),
    ]
    assert read.pairs() == {("a-1", "kim")}
    assert read.facts["duplicates"] == 1
    assert "kim@example.org" not in json.dumps(read.tables, default=str)  # traits stay out


def test_e83_a_table_of_segment_pages_is_named_by_its_screens(tools) -> None:
    read = tools.read("segment-pages.csv")
    assert read.events("channel") == [
        ("a-1", "/products/*", "01 10:00:00", "email"),
        ("kim", "/cart", "01 10:05:00", None),
    ]


def test_e83_mixpanel_ties_devices_to_people(tools) -> None:
    read = tools.read("mixpanel.jsonl")
    assert read.guessed.tool == "mixpanel"
    assert read.events("event_id", "value", "channel") == [
        ("d-1", "/products/*", "01 10:00:00", "x1", None, "social"),
        ("d-1", "Add to Cart", "01 10:01:00", "x2", None, None),
        ("kim", "Purchase", "01 10:02:00", "x3", 19.5, None),
        ("kim", "Refund", "01 10:40:00", "x4", None, None),
        ("d-2", "/", "02 09:00:00", "x5", None, None),
    ]
    assert read.pairs() == {("d-1", "kim")}
    assert (read.facts["customers"], read.facts["customers_untied"]) == (2, 3)


def test_e83_mixpanel_of_old_projects_has_distinct_id_alone(tools) -> None:
    rows = '{"event":"A","properties":{"time":1714557600,"distinct_id":"p1"}}\n' * 2
    read = tools.read(tools.write("export.jsonl", rows))
    assert [row[:2] for row in read.events()] == [("p1", "A"), ("p1", "A")]
    assert read.source.identity is None


MATOMO = [
    ("aaaa000011112222", "/products/*", "01 10:00:00", "31", "search"),
    ("aaaa000011112222", "play", "01 10:01:00", "31", "search"),
    ("kim", "/login", "02 09:00:00", "32", "direct"),
    ("kim", "Newsletter", "02 09:00:30", "32", "direct"),
    ("kim", "ecommerceOrder", "02 09:01:00", "32", "direct"),
]


def test_e86_matomo_visits_become_their_actions(tools) -> None:
    read = tools.read("matomo.json")
    assert read.guessed.tool == "matomo"
    assert read.events("session_id", "channel") == MATOMO
    assert [row["case_id"] for row in read.tables["events"]] == [None, None, None, None, "T-1"]
    assert read.pairs() == {("aaaa000011112222", "kim")}
    # the visit without actions is told, not dropped unseen
    assert [one["reason"] for one in read.aside] == ["no time in the row"]


def test_e86_matomo_tsv_lays_actions_out_in_numbered_columns(tools) -> None:
    assert tools.read("matomo.tsv").events("session_id", "channel") == [
        *MATOMO[:2],
        ("kim", "/", "02 09:00:00", "32", "direct"),
    ]


def snowplow(**values: str) -> str:
    return "\t".join(values.get(name, "") for name in SNOWPLOW)


def test_e87_snowplow_lines_without_a_head(tools) -> None:
    assert len(SNOWPLOW) == 131
    event_id = "c6ef3124-b53a-4b13-a233-0088f79dcbc{}"
    common = {"app_id": "shop", "platform": "web", "domain_userid": "d-1", "domain_sessionid": "s-1"}
    unstruct = json.dumps({"schema": "x", "data": {"schema": "y", "data": {"sku": "12"}}})
    lines = [
        snowplow(
            **common,
            collector_tstamp="2024-05-01 10:00:01.100",
            derived_tstamp="2024-05-01 10:00:00.000",
            event="page_view",
            event_name="page_view",
            event_id=event_id.format(1),
            page_url="https://shop.example/products/12?a=b",
            mkt_medium="email",
        ),
        snowplow(
            **common,
            collector_tstamp="2024-05-01 10:01:01.000",
            event="unstruct",
            event_name="add_to_cart",
            event_id=event_id.format(2),
            unstruct_event=unstruct,
            user_id="kim",
        ),
        snowplow(
            **common,
            collector_tstamp="2024-05-01 10:01:01.000",
            event="unstruct",
            event_name="add_to_cart",
            event_id=event_id.format(2),
            unstruct_event=unstruct,
            user_id="kim",
        ),
    ]
    read = tools.read(tools.write("part-00000.tsv", "\n".join(lines) + "\n"))
    assert read.guessed.tool == "snowplow"
    assert read.events("session_id", "channel") == [
        ("d-1", "/products/*", "01 10:00:00", "s-1", "email"),
        ("kim", "add_to_cart", "01 10:01:01", "s-1", None),
    ]
    assert read.tables["events"][1]["unstruct_event.data.data.sku"] == "12"
    assert (read.pairs(), read.facts["duplicates"]) == ({("d-1", "kim")}, 1)
    assert not [p for p in read.guessed.problems if p.code == "csv-no-header"]
