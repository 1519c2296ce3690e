"""Real orders and reviews (licensed for tests only, beside the checkout): the map's numbers against a count by hand."""

from __future__ import annotations

import csv
import json
import statistics
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from footpath.cli import main

STEPS = {
    "purchase": "order_purchase_timestamp",
    "approved": "order_approved_at",
    "delivered-carrier": "order_delivered_carrier_date",
    "delivered-customer": "order_delivered_customer_date",
}


def moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@pytest.fixture(scope="module")
def orders(shared: Path) -> list[dict[str, str]]:
    with (shared / "data" / "olist_a" / "orders.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def scores(shared: Path) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    with (shared / "data" / "olist_a" / "order_reviews.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["order_id"], []).append(int(row["review_score"]))
    return found


@pytest.fixture(scope="module")
def find(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, Any]]:
    folder = tmp_path_factory.mktemp("real") / "shop"
    data = shared / "data" / "olist_a"
    files = [str(data / name) for name in ("orders.csv", "order_reviews.csv", "customers.csv")]
    assert main(["new", str(folder), "--from", *files, "--no-open"]) == 0
    (file,) = (folder / "measures").glob("*.json")
    run = json.loads(file.read_text("utf-8"))

    def row(on: str, id_: str, measure: str, among: str = "") -> dict[str, Any]:
        (one,) = (
            r
            for r in run["rows"]
            if (r["on"], r["id"], r["measure"], r.get("among", "")) == (on, id_, measure, among)
        )
        return dict(one)

    return row


def test_the_file_is_the_one_that_its_readme_describes(orders: list[dict[str, str]]) -> None:
    assert len(orders) == 4058
    assert sum(not row[STEPS["delivered-customer"]] for row in orders) == 1477


def test_median_times_from_the_purchase(
    orders: list[dict[str, str]], find: Callable[..., dict[str, Any]]
) -> None:
    for step in ("approved", "delivered-carrier", "delivered-customer"):
        took = [
            (there - begun).total_seconds()
            for row in orders
            if (there := moment(row[STEPS[step]])) and (begun := moment(row[STEPS["purchase"]]))
        ]
        told = find("step", step, "median-time")
        # a handful of orders whose steps stand in an impossible order count at the steps they came to before the end
        assert told["n"] == pytest.approx(len(took), abs=2)
        assert told["value"] == pytest.approx(statistics.median(took), rel=0.003)


def test_late_is_after_the_promised_day_so_that_an_order_on_that_day_is_in_time(
    orders: list[dict[str, str]], find: Callable[..., dict[str, Any]]
) -> None:
    delivered = [row for row in orders if row[STEPS["delivered-customer"]]]
    late = sum(
        row[STEPS["delivered-customer"]][:10] > row["order_estimated_delivery_date"][:10] for row in delivered
    )
    told = find("step", "delivered-customer", "share-late")
    assert (told["n"], round(told["value"] * told["n"])) == (len(delivered), late)


def test_reviews_meet_their_order_by_its_id_and_late_ones_feel_worse(
    orders: list[dict[str, str]], scores: dict[str, list[int]], find: Callable[..., dict[str, Any]]
) -> None:
    means = {}
    for among, is_late in (("late", True), ("in-time", False)):
        said = [
            score - 3
            for row in orders
            if (there := row[STEPS["delivered-customer"]])
            and (there[:10] > row["order_estimated_delivery_date"][:10]) is is_late
            for score in scores.get(row["order_id"], [])
        ]
        told = find("step", "delivered-customer", "emotion-scores", among)
        assert told["n"] == len(said)
        assert told["value"] == pytest.approx(statistics.mean(said), abs=1e-4)
        means[among] = told
    assert means["late"]["high"] < means["in-time"]["low"]


def test_orders_that_never_arrived_stand_apart(
    orders: list[dict[str, str]], find: Callable[..., dict[str, Any]]
) -> None:
    for status in ("canceled", "unavailable"):
        wanted = sum(row["order_status"] == status and not row[STEPS["delivered-customer"]] for row in orders)
        assert find("outcome", status, "reach", "unwanted")["value"] == wanted
    arrived = sum(
        bool(row[STEPS["delivered-customer"]]) or row["order_status"] == "delivered" for row in orders
    )
    assert find("outcome", "the parcel comes", "reach", "wanted")["value"] == arrived
    ends = [find("outcome", "silent", "reach", "silent"), find("outcome", "censored", "reach", "censored")]
    missing = (
        len(orders)
        - arrived
        - sum(
            row["order_status"] in ("canceled", "unavailable") and not row[STEPS["delivered-customer"]]
            for row in orders
        )
    )
    assert sum(end["value"] for end in ends) == missing
