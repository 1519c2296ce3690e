"""Groups of customers: what their columns are called changes nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow as pa
import pytest

from footpath.base import HOUR
from footpath.engines import open_engine
from footpath.mining import Groups, compare, goal, run

sys.path.insert(0, str(Path(__file__).parents[1] / "engines"))
from stands import event, prepared


@pytest.mark.parametrize("engine", ["duckdb://", "trail://"])
@pytest.mark.parametrize("name", ["device", "group", "mixed", "since_us"])
def test_a_property_may_be_called_as_it_likes(tmp_path, engine, name):
    """Four customers by the first value that they have: two of a, one of whom buys with b; two of b, neither buys."""
    seen = [
        ("1", 0, "see", "a"),
        ("1", HOUR, "buy", "b"),
        ("2", 0, "see", "a"),
        ("3", 0, "see", "b"),
        ("4", 0, "see", "b"),
    ]
    rows = [event(who, at, what) | {name: value} for who, at, what, value in seen]
    source = prepared(tmp_path / "s", events=rows, extra=(pa.field(name, pa.string()),))
    with open_engine(engine, temp=tmp_path / "spill").workspace([source]) as workspace:
        (row,) = run(compare([goal("buy")], Groups(by=name)), workspace).to_dicts()
    assert (row["base"], row["group"]) == ("a", "b")
    assert (row["base_customers"], row["customers"]) == (2, 2)
    assert (row["base_value"], row["value"]) == (0.5, 0.0)
