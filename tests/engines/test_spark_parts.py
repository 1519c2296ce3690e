"""What Spark computes first of a query, without a Spark."""

from __future__ import annotations

import itertools

import sqlglot

from footpath.engines.spark.parts import parts_of


def _parts(sql):
    numbers = itertools.count(1)
    found = parts_of(sqlglot.parse_one(sql, read="spark"), lambda: f"held_{next(numbers)}")
    return [(part.name, part.query.sql("spark")) for part in found]


def test_what_is_used_twice_and_groups_is_computed_once_and_what_it_needs_goes_with_it():
    sql = (
        "WITH scan AS (SELECT * FROM events WHERE n > 1), "
        "grouped AS (SELECT k, COUNT(*) AS c FROM scan GROUP BY k) "
        "SELECT a.k FROM grouped AS a JOIN grouped AS b ON a.k = b.c"
    )
    assert _parts(sql) == [
        (
            "held_1",
            "WITH `scan` AS (SELECT * FROM events WHERE n > 1) SELECT k, COUNT(*) AS c FROM scan GROUP BY k",
        ),
        ("", "SELECT a.k FROM held_1 AS `a` JOIN held_1 AS `b` ON a.k = b.c"),
    ]


def test_a_scan_is_written_out_twice_rather_than_held():
    sql = "WITH scan AS (SELECT k FROM events) SELECT a.k FROM scan AS a JOIN scan AS b ON a.k = b.k"
    assert [name for name, _ in _parts(sql)] == [""]


def test_parts_that_only_held_parts_use_are_written_once():
    steps = ", ".join(
        f"s{n} AS (SELECT a.k, COUNT(*) AS c FROM s{n - 1} AS a JOIN s{n - 1} AS b ON a.k = b.k GROUP BY a.k)"
        for n in range(1, 12)
    )
    found = _parts(f"WITH s0 AS (SELECT k FROM events), {steps} SELECT * FROM s11")
    # Each of the eleven steps but the last is used twice by the next; two thousand copies become eleven queries.
    assert len(found) == 11
    assert sum(sql.count("GROUP BY") for _, sql in found) == 11
