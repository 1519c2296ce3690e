"""Shopify: the CSV of its orders, one row a line of an order, the order's own fields on its first line only."""

from __future__ import annotations

from footpath.evidence.profiles.taking import Taking
from footpath.evidence.profiles.types import Profile


def _fits(columns: frozenset[str]) -> bool:
    own = {"Financial Status", "Fulfillment Status", "Lineitem quantity", "Lineitem name", "Fulfilled at"}
    return "Name" in columns and len(own & columns) >= 2


def _take(take: Taking) -> None:
    take.role("case", "Name", means="the order that the row is about")
    take.either("customer", "Email", "Phone")
    take.times(
        {"ordered": "Created at", "paid": "Paid at", "fulfilled": "Fulfilled at", "canceled": "Cancelled at"}
    )
    take.role("value", "Total", why="the order's total; it stands on its first line")
    take.role("currency", "Currency")
    take.role("channel", "Source")
    take.outcome("Financial Status", wanted=("paid",), unwanted=("refunded", "voided", "expired"))


PROFILE = Profile(
    title="Shopify (orders)",
    fits=_fits,
    take=_take,
    needs=(("Created at", "Paid at"), ("Email", "Phone")),
    case="order",
    help="In Shopify's admin: Orders > Export > plain CSV file. Analytics > Reports gives totals.",
)
