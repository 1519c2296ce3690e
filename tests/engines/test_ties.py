"""Ties are counted exactly, however the events are cut for it."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from footpath.engines.duckdb import ties


@pytest.mark.parametrize(("most", "moments"), [(10, 3), (10, 100_000), (200, 1_000), (400, 10_000)])
@pytest.mark.parametrize("at_once", [1 << 24, 97])
def test_ties_are_those_of_a_count_by_hand(monkeypatch, opened, stands, tmp_path, most, moments, at_once):
    monkeypatch.setattr(ties, "_AT_ONCE", at_once)
    chance = random.Random(f"{most} {moments}")
    rows = [
        {
            "customer_id": chance.choice([None, *"abcdefgh"]),
            "occurred_us": chance.randrange(moments),
            "event": "x",
        }
        for _ in range(most)
    ]
    at = Counter((row["customer_id"], row["occurred_us"]) for row in rows if row["customer_id"])
    facts = opened(stands.prepared(tmp_path / "a", events=rows)).facts
    assert facts.ties == sum(n for n in at.values() if n > 1)


def test_events_without_customers_have_no_ties(opened, stands, tmp_path):
    rows = [{"customer_id": None, "occurred_us": 1, "event": "x"}] * 3
    assert opened(stands.prepared(tmp_path / "a", events=rows)).facts.ties == 0
