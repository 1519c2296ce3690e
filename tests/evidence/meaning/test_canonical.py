"""Canonical tables: what each row of a file becomes, and what is set aside (spec E31 to E69)."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footpath.base import BadInputError, datetime_to_us


def us(*parts: int) -> int:
    return datetime_to_us(datetime(*parts, tzinfo=UTC))


ORDERS = {
    "case": "order",
    "customer": "who",
    "times": {"ordered": "ordered", "delivered": "delivered"},
    "promises": {"delivered": "due"},
    "outcome": {"column": "status", "wanted": ["done"]},
}


def test_e31_each_filled_time_of_a_wide_table_is_an_event(reading) -> None:
    path = reading.write(
        "orders.csv",
        "order,who,status,ordered,delivered,due\n"
        "o1,c1,done,2018-01-02 10:00,2018-01-05 12:00,2018-01-05\n"
        "o2,c2,open,2018-01-03 10:00,,2018-01-09\n",
    )
    loaded = reading.load(path, **ORDERS)
    assert loaded.rows(
        "events", "case_id", "customer_id", "event", "occurred_us", "promised_us", "case_status"
    ) == [
        ("o1", "c1", "ordered", us(2018, 1, 2, 10), None, "done"),
        ("o1", "c1", "delivered", us(2018, 1, 5, 12), us(2018, 1, 6) - 1, "done"),
        ("o2", "c2", "ordered", us(2018, 1, 3, 10), None, "open"),
    ]
    assert loaded.facts["never"] == {"ordered": 0, "delivered": 1}
    assert (loaded.facts["events"], loaded.facts["customers"], loaded.facts["cases"]) == (3, 2, 2)


def test_e32_one_bad_time_in_a_wide_row_loses_that_event_only_and_is_set_aside(reading) -> None:
    path = reading.write(
        "orders.csv",
        "order,who,status,ordered,delivered,due\no1,c1,done,2018-01-02 10:00,31/02/2018,2018-01-05\n"
        "o2,c2,done,2018-01-02 10:00,2018-01-03,2018-01-05\n",
    )
    loaded = reading.load(path, dates="dmy", **ORDERS)
    assert loaded.rows("events", "case_id", "event") == [
        ("o1", "ordered"),
        ("o2", "ordered"),
        ("o2", "delivered"),
    ]
    assert loaded.aside == [
        {
            "file": "orders.csv",
            "line": 2,
            "column": "delivered",
            "reason": "is no date",
            "value": "31/02/2018",
        }
    ]


def test_e33_a_log_row_without_a_time_or_an_event_is_set_aside(reading) -> None:
    path = reading.write(
        "log.csv", "who,what,at\nc1,view,2024-01-01\nc1,view,n/a\nc1,,2024-01-02\nc1,view,soon\n"
    )
    loaded = reading.load(path, customer="who", event="what", time="at")
    assert loaded.rows("events", "event", "occurred_us") == [("view", us(2024, 1, 1))]
    assert sorted((row["line"], row["column"], row["reason"]) for row in loaded.aside) == [
        (3, "at", "no time in the row"),
        (4, "what", "no event named in the row"),
        (5, "at", "is no date"),
    ]
    assert loaded.answer["aside"]["count"] == 3


def test_e34_lines_of_an_order_are_one_order_and_their_values_add_up(reading) -> None:
    path = reading.write(
        "lines.csv",
        "order,who,ordered,price\no1,c1,2024-01-01 10:00,10.10\no1,,,5.05\no2,c2,2024-01-02 10:00,3\no2,c2,2024-01-02 10:00,4\n",
    )
    loaded = reading.load(path, case="order", customer="who", times={"ordered": "ordered"}, value="price")
    assert loaded.rows("events", "case_id", "customer_id", "value") == [
        ("o1", "c1", Decimal("10.1")),
        ("o2", "c2", Decimal(7)),
    ]
    assert loaded.facts["cases_with_lines"] == 2


def test_e34_a_total_that_each_line_repeats_counts_once(reading) -> None:
    text = "order,who,ordered,total\n" + "".join(
        f"o{i // 2},c1,2024-01-01 10:00,{20 + i // 2}\n" for i in range(20)
    )
    loaded = reading.load(
        reading.write("lines.csv", text),
        case="order",
        customer="who",
        times={"ordered": "ordered"},
        value="total",
    )
    assert [value for (value,) in loaded.rows("events", "value")] == [Decimal(20 + i) for i in range(10)]


def test_e34_a_row_without_order_number_is_a_line_of_the_order_above(reading) -> None:
    path = reading.write(
        "lines.csv", "order,who,ordered,price\no1,c1,2024-01-01,10\n,,,5\n,,,1\no2,c2,2024-01-02,3\n"
    )
    loaded = reading.load(
        path, case="order", customer="who", times={"ordered": "ordered"}, properties=["price"]
    )
    assert loaded.rows("events", "case_id", "price") == [("o1", 10.0), ("o2", 3.0)]
    assert loaded.facts["filled_down"] == 2


def test_e35_of_a_case_exported_twice_the_newer_files_row_stands(reading) -> None:
    head = "order,who,status,ordered,delivered,due\n"
    newer = reading.write(
        "a-newer.csv", head + "o2,c2,done,2024-01-31,2024-02-03,2024-02-05\no3,c3,open,2024-02-10,,\n"
    )
    older = reading.write(
        "b-older.csv", head + "o1,c1,done,2024-01-02,2024-01-05,\no2,c2,open,2024-01-31,,2024-02-09\n"
    )
    loaded = reading.load(newer, older, **ORDERS)
    assert sorted(loaded.rows("events", "case_id", "event", "case_status")) == [
        ("o1", "delivered", "done"),
        ("o1", "ordered", "done"),
        ("o2", "delivered", "done"),
        ("o2", "ordered", "done"),
        ("o3", "ordered", "open"),
    ]
    assert loaded.facts["cases_again"] == 1


def test_e36_of_rows_with_one_event_id_the_first_stays(reading) -> None:
    path = reading.write(
        "log.csv", "id,who,what,at\n1,c1,view,2024-01-01\n2,c1,view,2024-01-01\n1,c9,buy,2024-01-09\n"
    )
    loaded = reading.load(path, customer="who", event="what", time="at", event_id="id")
    assert loaded.rows("events", "event_id", "customer_id", "event") == [
        ("1", "c1", "view"),
        ("2", "c1", "view"),
    ]
    assert (loaded.facts["duplicates"], loaded.facts["equal_rows"], loaded.facts["ties"]) == (1, 0, 2)


def test_e37_equal_rows_of_one_file_are_kept_and_counted(reading) -> None:
    path = reading.write(
        "log.csv", "who,what,at\nc1,view,2024-01-01\nc1,view,2024-01-01\nc1,view,2024-01-02\n"
    )
    loaded = reading.load(path, customer="who", event="what", time="at")
    assert (loaded.facts["events"], loaded.facts["equal_rows"], loaded.facts["duplicates"]) == (3, 1, 0)


def test_e38_of_overlapping_files_an_event_counts_as_often_as_where_it_stands_most(reading) -> None:
    head = "who,what,at\n"
    one = reading.write("1.csv", head + "c1,view,2024-01-01\nc1,view,2024-01-01\nc2,buy,2024-01-02\n")
    two = reading.write("2.csv", head + "c1,view,2024-01-01\nc2,buy,2024-01-02\nc3,buy,2024-01-03\n")
    loaded = reading.load(one, two, customer="who", event="what", time="at")
    assert sorted(loaded.rows("events", "customer_id", "event")) == [("c1", "view")] * 2 + [
        ("c2", "buy"),
        ("c3", "buy"),
    ]
    assert (loaded.facts["overlapping"], loaded.facts["equal_rows"]) == (2, 1)


def test_e39_identifiers_stay_text_and_values_are_exact(reading) -> None:
    path = reading.write(
        "log.csv",
        "who;what;at;paid;zip;n\n007;buy;2024-01-01;1.234,50;01234;3,5\n9007199254740993;buy;2024-01-02;x;99999;4\n",
    )
    loaded = reading.load(
        path, customer="who", event="what", time="at", value="paid", decimal=",", properties=["zip", "n"]
    )
    assert loaded.rows("events", "customer_id", "value", "zip", "n") == [
        ("007", Decimal("1234.5"), "01234", 3.5),
        ("9007199254740993", None, "99999", 4.0),
    ]
    assert [(row["line"], row["column"], row["reason"]) for row in loaded.aside] == [
        (3, "paid", "is no number")
    ]


def test_e41_a_repeated_header_and_a_row_of_totals_are_set_aside(reading) -> None:
    path = reading.write(
        "log.csv", "who,what,at\nc1,view,2024-01-01\nwho,what,at\nc2,view,2024-01-02\nTotal,,2\n"
    )
    loaded = reading.load(path, customer="who", event="what", time="at")
    assert loaded.facts["events"] == 2
    (header, total) = loaded.aside
    assert (header["line"], total["line"], total["reason"]) == (3, 5, "is a row of totals")
    assert "header" in header["reason"]


def test_e42_an_empty_customer_column_is_a_warning(reading) -> None:
    path = reading.write("log.csv", "who,what,at\n,view,2024-01-01\n,view,2024-01-02\n")
    loaded = reading.load(path, customer="who", event="what", time="at")
    assert loaded.codes() == ["customer-empty"]
    assert loaded.facts["no_customer"] == 2


def test_e43_times_in_the_future_are_counted(reading) -> None:
    path = reading.write("log.csv", "who,what,at\nc1,view,2024-01-01\nc1,view,2199-01-02\n")
    loaded = reading.load(path, customer="who", event="what", time="at")
    assert loaded.facts["future"] == 1
    assert loaded.facts["latest_future_us"] == us(2199, 1, 2)


def test_e44_a_column_that_is_gone_is_named_with_the_nearest(reading) -> None:
    path = reading.write("log.csv", "who,what,at\nc1,view,2024-01-01\n")
    with pytest.raises(BadInputError) as caught:
        reading.load(path, customer="whom", event="what", time="at")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == ("column-missing", "log.csv")
    assert "'who'" in problem.help


def test_e45_dates_that_nobody_settled_are_refused_and_one_telling_date_settles_them(reading) -> None:
    text = "who,what,at\nc1,view,03/04/2024\n"
    fields = {"customer": "who", "event": "what", "time": "at"}
    with pytest.raises(BadInputError) as caught:
        reading.load(reading.write("a.csv", text), **fields)
    assert caught.value.problems[0].code == "dates-ambiguous"
    loaded = reading.load(reading.write("b.csv", text + "c1,view,04/30/2024\n"), **fields)
    assert loaded.rows("events", "occurred_us") == [(us(2024, 3, 4),), (us(2024, 4, 30),)]


REVIEWS = {
    "case": "order",
    "said": "at",
    "text": ["title", "body"],
    "score": {"column": "stars", "scale": [1, 5]},
    "remark_id": "id",
    "source_kind": "review",
}


def test_e50_a_review_is_an_answer_and_a_remark(reading) -> None:
    path = reading.write(
        "reviews.csv",
        "id,order,stars,title,body,at\n"
        'r1,o1,1,Late,"It came late, twice",2024-01-01\n'
        "r2,o2,5,,,2024-01-02\n"
        "r3,o3,,Good,n/a,2024-01-03\n"
        "r4,o4,9,,,2024-01-04\n",
    )
    loaded = reading.load(path, **REVIEWS)
    assert loaded.rows(
        "answers", "respondent_id", "case_id", "value", "scale_max", "question_kind", "answered_us"
    ) == [
        ("r1", "o1", 1.0, 5.0, "rating", us(2024, 1, 1)),
        ("r2", "o2", 5.0, 5.0, "rating", us(2024, 1, 2)),
    ]
    assert loaded.rows("remarks", "remark_id", "text", "rating", "source_kind") == [
        ("r1", "Late\nIt came late, twice", 1.0, "review"),
        ("r3", "Good", None, "review"),
    ]
    assert [(row["line"], row["reason"]) for row in loaded.aside] == [(5, "is outside the scale 1 to 5")]


def test_e51_people_in_remarks_are_masked(reading) -> None:
    path = reading.write(
        "reviews.csv",
        'id,order,stars,title,body,at\nr1,o1,1,,"Write to eva@example.org or call 0170 1234567",2024-01-01\n',
    )
    loaded = reading.load(path, **REVIEWS)
    ((text,),) = loaded.rows("remarks", "text")
    assert "eva@" not in text and "1234567" not in text
    assert loaded.facts["masks"] == 2


def test_e52_a_remark_that_stands_twice_counts_once(reading) -> None:
    row = "r1,o1,1,,Late again,2024-01-01\n"
    loaded = reading.load(
        reading.write("reviews.csv", "id,order,stars,title,body,at\n" + row + row), **REVIEWS
    )
    assert (loaded.facts["remarks"], loaded.facts["remarks_twice"]) == (1, 1)


def test_e53_of_a_customer_the_newest_row_stands(reading) -> None:
    path = reading.write("people.csv", "who,plan,zip\nc1,free,01234\nc2,free,2\nc1,paid,3\n")
    loaded = reading.load(path, customer="who", traits=["plan", "zip"])
    assert loaded.rows("customers", "customer_id", "plan", "zip") == [
        ("c2", "free", "2"),
        ("c1", "paid", "3"),
    ]
    assert loaded.facts["customers_again"] == 1


def test_e54_identities_are_distinct_pairs_and_ids_of_several_are_counted(reading) -> None:
    path = reading.write(
        "ids.csv",
        "device,who,since\nd1,c1,2024-01-05\nd1,c1,2024-01-02\nd2,c1,2024-01-03\nd2,c2,2024-01-04\n,c3,\n",
    )
    loaded = reading.load(
        path, customer="who", identity={"id": "device", "customer": "who", "since": "since"}
    )
    assert sorted(loaded.rows("identities", "id", "customer_id", "since_us")) == [
        ("d1", "c1", us(2024, 1, 2)),
        ("d2", "c1", us(2024, 1, 3)),
        ("d2", "c2", us(2024, 1, 4)),
    ]
    assert loaded.facts["ids_of_several"] == 1


def test_e55_before_a_customer_is_known_events_belong_to_the_anonymous_id(reading) -> None:
    path = reading.write("log.csv", "anon,who,what,at\na1,,view,2024-01-01\na1,c1,buy,2024-01-02\n")
    loaded = reading.load(
        path, customer="who", event="what", time="at", identity={"id": "anon", "customer": "who"}
    )
    assert loaded.rows("events", "customer_id", "event") == [("a1", "view"), ("c1", "buy")]
    assert loaded.rows("identities", "id", "customer_id") == [("a1", "c1")]


def test_e56_pseudonyms_are_the_same_in_all_tables_and_no_id_is_left(reading) -> None:
    log = reading.write(
        "log.csv",
        "anon,who,what,at,mail\ncanary-7,,view,2024-01-01,x\ncanary-7,canary-9,buy,2024-01-02,canary-9@example.org\n",
    )
    fields = {
        "customer": "who",
        "event": "what",
        "time": "at",
        "identity": {"id": "anon", "customer": "who"},
        "properties": ["mail"],
    }
    loaded = reading.load(log, pseudonyms=True, **fields)
    (first, second) = [who for (who,) in loaded.rows("events", "customer_id")]
    assert loaded.rows("identities", "id", "customer_id") == [(first, second)]
    assert first != second
    for path in (reading.folder / "out").iterdir():
        assert b"canary-" not in path.read_bytes()
    assert "canary-" not in str(loaded.answer)


def test_e57_an_order_of_columns_in_time_is_the_order_at_equal_times(reading) -> None:
    path = reading.write("orders.csv", "order,who,b,a\no1,c1,2024-01-01,2024-01-01\n")
    loaded = reading.load(path, case="order", customer="who", times={"a": "a", "b": "b"})
    assert [event for (event,) in loaded.rows("events", "event")] == ["a", "b"]


def test_e58_rows_older_than_the_sources_days_are_not_read(reading) -> None:
    path = reading.write("log.csv", "who,what,at\nc1,view,2026-09-01\nc1,view,2020-01-02\n")
    loaded = reading.load(path, customer="who", event="what", time="at", days=365)
    assert (loaded.facts["events"], loaded.facts["too_old"]) == (1, 1)


def test_e60_parquet_with_typed_times_is_not_copied(reading) -> None:
    path = reading.folder / "log.parquet"
    at = pa.array([us(2024, 1, 1), us(2024, 1, 3)], pa.timestamp("us", "UTC"))
    pq.write_table(pa.table({"who": [1, 2], "what": ["view", "buy"], "at": at}), path)
    fields = {"customer": "who", "event": "what", "time": "at"}
    loaded = reading.load(path, **fields)
    assert loaded.answer["in_place"] == {"paths": [str(path)], "kind": "timestamp"}
    assert not loaded.tables
    assert (loaded.facts["from_us"], loaded.facts["to_us"]) == (us(2024, 1, 1), us(2024, 1, 3))


def test_e60_parquet_whose_times_need_a_zone_is_converted(reading) -> None:
    path = reading.folder / "log.parquet"
    at = pa.array([datetime(2024, 7, 1, 12)], pa.timestamp("us"))
    pq.write_table(pa.table({"who": [1.0], "what": pa.array(["view"]).dictionary_encode(), "at": at}), path)
    loaded = reading.load(path, zone="Europe/Berlin", customer="who", event="what", time="at")
    assert loaded.rows("events", "customer_id", "event", "occurred_us") == [("1", "view", us(2024, 7, 1, 10))]


def test_e61_promises_in_a_log_belong_to_their_event(reading) -> None:
    path = reading.write(
        "log.csv", "who,what,at,due\nc1,ordered,2024-01-01,2024-01-05\nc1,delivered,2024-01-06,2024-01-05\n"
    )
    loaded = reading.load(path, customer="who", event="what", time="at", promises={"delivered": "due"})
    assert loaded.rows("events", "event", "promised_us") == [
        ("ordered", None),
        ("delivered", us(2024, 1, 6) - 1),
    ]


def test_a_guessed_order_export_with_lines_loads_as_one_event_a_time(reading) -> None:
    head = "Name,Email,Financial Status,Paid at,Fulfilled at,Total,Lineitem name,Lineitem price,Created at\n"
    rows = "".join(
        f"#10{i:02},p{i % 5}@example.org,paid,2024-05-{i + 1:02} 10:05:00 +0200,,59.80,Lamp,29.90,2024-05-{i + 1:02} 10:00:00 +0200\n"
        f"#10{i:02},p{i % 5}@example.org,,,,,Bulb,29.90,\n"
        for i in range(12)
    )
    loaded = reading.load_guessed(reading.write("orders_export.csv", head + rows))
    assert loaded.facts["kinds"] == {"ordered": 12, "paid": 12}
    assert (loaded.facts["cases"], loaded.facts["customers"]) == (12, 5)
    assert {value for (value,) in loaded.rows("events", "value")} == {Decimal("59.8")}
    assert loaded.rows("events", "occurred_us")[0] == (us(2024, 5, 1, 8),)


def test_real_late_orders(shared, reading) -> None:
    """An order delivered on the promised day is in time: 167 of the 2,581 delivered ones are late."""
    loaded = reading.load_guessed(shared / "data" / "olist_a" / "orders.csv")
    delivered = [
        row
        for row in loaded.rows("events", "event", "occurred_us", "promised_us")
        if row[0] == "delivered-customer"
    ]
    assert len(delivered) == 2581
    assert sum(at > due for _, at, due in delivered) == 167
    assert loaded.facts["kinds"] == {
        "purchase": 4058,
        "approved": 3972,
        "delivered-carrier": 3179,
        "delivered-customer": 2581,
    }
    assert loaded.facts["never"]["delivered-customer"] == 1477


def test_real_purchases_have_their_published_totals(shared, reading) -> None:
    loaded = reading.load_guessed(shared / "data" / "cdnow" / "CDNOW_master.txt")
    assert (loaded.facts["events"], loaded.facts["customers"]) == (69_659, 23_570)
