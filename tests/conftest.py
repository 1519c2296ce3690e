"""What all tests share: the data that lies beside a checkout, and folders for state and cache of their own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of test data beside the checkout, or skip the test by name."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the test data beside the checkout (../shared) are not here")
    return SHARED


def work(function: Callable[[], object]) -> int:
    """Return how many calls a function makes, of Python and of C: the same on every machine, busy or not."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(before)
    return calls


@pytest.fixture(name="work")
def _work() -> Callable[[Callable[[], object]], int]:
    """Return the counter of calls."""
    return work


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep keys, set-aside rows and prepared tables of tests out of the user's own folders."""
    folder = tmp_path_factory.getbasetemp() / "footpath-state"
    monkeypatch.setenv("FOOTPATH_STATE", str(folder / "state"))
    monkeypatch.setenv("FOOTPATH_CACHE", str(folder / "cache"))
    for name in list(os.environ):
        if name.startswith("FOOTPATH_") and name not in ("FOOTPATH_STATE", "FOOTPATH_CACHE"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def shop_exports(tmp_path_factory: pytest.TempPathFactory) -> ShopExports:
    """Return the exports of an invented shop, with the truth planted in them counted by plain Python."""
    return write_shop(tmp_path_factory.mktemp("exports"))


class ShopExports:
    """`orders` (CSV, wide), `reviews` (XLSX, one a delivered or abandoned order), and what is true of them."""

    def __init__(self, orders: Path, reviews: Path, rows: list[dict[str, Any]]) -> None:
        self.orders, self.reviews, self.rows = orders, reviews, rows

    def count(self, column: str) -> int:
        """Return how many orders have that moment."""
        return sum(row[column] is not None for row in self.rows)

    def waits(self, first: str, second: str) -> list[float]:
        """Return the seconds between two moments of each order that has both, sorted."""
        pairs = [(row[first], row[second]) for row in self.rows if row[first] and row[second]]
        return sorted((b - a).total_seconds() for a, b in pairs)

    def late(self, row: dict[str, Any]) -> bool | None:
        """Return whether an order came after its promised day; None where it never came."""
        return None if row["delivered"] is None else row["delivered"].date() > row["promised"].date()


def write_shop(folder: Path, orders: int = 400) -> ShopExports:
    """Write the invented shop: who is late, lost or canceled follows from the order's number alone."""
    import csv
    from datetime import datetime, timedelta

    import openpyxl

    rows: list[dict[str, Any]] = []
    for i in range(orders):
        bought = datetime(2026, 1, 1, 9) + timedelta(hours=7 * i, minutes=i % 50)
        approved = None if i % 20 == 0 else bought + timedelta(minutes=10 + i % 31)
        shipped = None if approved is None or i % 10 == 5 else approved + timedelta(hours=30 + i % 40)
        arrives = None if shipped is None or i % 15 == 7 else shipped + timedelta(days=3 + i % 4, hours=i % 9)
        promised = (bought + timedelta(days=9)).replace(hour=0, minute=0)
        if arrives is not None and i % 12 == 3:
            arrives = promised + timedelta(days=2 + i % 3, hours=10)
        status = (
            "delivered" if arrives else "canceled" if i % 40 == 0 else "shipped" if shipped else "processing"
        )
        rows.append(
            {
                "id": f"A{i:05d}",
                "customer": f"C{i % 350:04d}",
                "status": status,
                "bought": bought,
                "approved": approved,
                "shipped": shipped,
                "delivered": arrives,
                "promised": promised,
                "score": 5 - i % 2 if arrives and i % 12 != 3 else 1 + i % 2,
                "reviewed": i % 3 != 1,
            }
        )
    path = folder / "orders.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            (
                "order_id",
                "customer_id",
                "order_status",
                "ordered_at",
                "approved_at",
                "shipped_at",
                "delivered_at",
                "promised_delivery_date",
            )
        )
        for row in rows:
            moments = [
                row[name].isoformat(sep=" ") if row[name] else ""
                for name in ("bought", "approved", "shipped", "delivered")
            ]
            writer.writerow(
                (row["id"], row["customer"], row["status"], *moments, row["promised"].date().isoformat())
            )
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(("review_id", "order_id", "score", "comment", "written_on"))
    things = (
        "lamp",
        "blue chair",
        "tea pot",
        "book about birds",
        "winter coat",
        "bicycle bell",
        "set of knives",
    )
    words = {
        True: (
            "The {} came two days before the date, all in one piece",
            "Quick delivery, the {} is as lovely as in the picture",
            "Well packed, the {} was here on the promised day",
        ),
        False: (
            "My {} came days after the date that you promised",
            "I still wait for my {} and nobody answers my {} letters",
            "Nobody tells me where the {} is that I paid for",
        ),
    }
    for i, row in enumerate(rows):
        if row["reviewed"]:
            said = (row["promised"] + timedelta(days=1)).date()
            text = words[row["score"] >= 4][i // 2 % 3].format(things[i % 7], i) if i % 2 else None
            sheet.append((f"R{i:05d}", row["id"], row["score"], text, said))
    reviews = folder / "reviews.xlsx"
    book.save(reviews)
    return ShopExports(path, reviews, rows)
