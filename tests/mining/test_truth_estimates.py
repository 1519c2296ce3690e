"""Planted effects of segments are found within their intervals, and what has none is not found."""

from __future__ import annotations

import pytest

from footpath.base import DAY
from footpath.mining import Groups, compare, conversion, follow, goal, run, who


@pytest.fixture(scope="module")
def planted(plant, options):
    truth = plant(200_000, options)
    with truth.opened() as workspace:
        yield workspace, truth.exact


def test_the_effect_of_the_device_is_as_planted(planted):
    """On a phone 0.38 of the payments go on to the review of the order, elsewhere 0.68 (make_events.py)."""
    workspace, truth = planted
    asked = compare(
        [follow("payment_info > order_review"), goal("purchase")], Groups(by="device"), base="desktop"
    )
    effect, bought = run(asked, workspace).to_dicts()
    seen = truth["segment_observed_p_payment_to_review"]
    assert (effect["value"], effect["base_value"]) == (
        pytest.approx(seen["mobile"], rel=1e-11),
        pytest.approx(seen["desktop"], rel=1e-11),
    )
    assert effect["low"] < 0.38 - 0.68 < effect["high"] < 0
    assert effect["q"] < 0.001
    assert bought["customers"] + bought["base_customers"] == truth["n_users"]
    assert bought["high"] < 0
    found = who(asked, workspace, {"group": "mobile", "measure": "purchase", "reached": "yes"})
    assert found.num_rows == round(bought["value"] * bought["customers"])


def test_what_goes_with_the_purchase_and_the_country_does_not(planted):
    workspace, _ = planted
    asked = conversion("purchase", window_us=7 * DAY, properties=["device", "country"])
    rows = {(row["property"], row["value"]): row for row in run(asked, workspace).to_dicts()}
    assert rows["event", "begin_checkout"]["low"] > 0.1
    assert rows["device", "mobile"]["difference"] < 0
    countries = [row for (kind, _), row in rows.items() if kind == "country"]
    assert len(countries) >= 5
    assert all(row["q"] > 0.05 for row in countries)
    both = [
        who(asked, workspace, {"property": "device", "value": "mobile", "side": s})
        for s in ("with", "without")
    ]
    told = rows["device", "mobile"]
    assert [one.num_rows for one in both] == [told["customers_with"], told["customers_without"]]
