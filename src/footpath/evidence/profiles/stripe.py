"""Stripe: the CSV of payments from its dashboard, and charges or payment intents as its API gives them."""

from __future__ import annotations

import re

from footpath.evidence.profiles.taking import Taking
from footpath.evidence.profiles.types import Profile

_CREATED = ("Created date (UTC)", "Created (UTC)")


def _fits(columns: frozenset[str]) -> bool:
    own = {"Amount", "Currency", "Status", "Captured", "Amount Refunded", "Customer ID", "Seller Message"}
    return "id" in columns and len(own & columns) >= 4


def _take(take: Taking) -> None:
    take.role("case", "id", why="Stripe's id of the payment", means="the payment that the row is about")
    take.either("customer", "Customer ID", "Customer Email")
    created = take.first(*_CREATED)
    times = {"payment": created} if created else {}
    take.times(times | {"refund": "Refunded date (UTC)", "dispute": "Dispute Date (UTC)"})
    take.role("value", "Amount")
    take.role("currency", "Currency")
    take.role("channel", "Payment Source Type", "Payment Method Type")
    take.outcome(
        "Status", wanted=("paid", "succeeded"), unwanted=("failed", "refunded", "canceled", "disputed")
    )
    take.zone("UTC", "the names of the columns say so")


def _fits_api(columns: frozenset[str]) -> bool:
    return {"id", "object", "amount", "created", "currency"} <= columns and bool(
        {"amount_refunded", "amount_received", "payment_intent", "livemode"} & columns
    )


def _take_api(take: Taking) -> None:
    take.role("case", "id", why="Stripe's id of the payment", means="the payment that the row is about")
    take.either("customer", "customer", "customer.id", "billing_details.email", "receipt_email")
    take.times({"payment": "created"})
    take.role("value", "amount")
    take.role("currency", "currency")
    take.role("channel", "payment_method_details.type")
    take.outcome("status", wanted=("succeeded",), unwanted=("failed", "canceled"))


_DROP = re.compile(r"Card .*|.*Fee.*|.*Tax.*|Converted .*|Statement .*|Invoice .*|Description", re.IGNORECASE)
PROFILE = Profile(
    title="Stripe (payments)",
    fits=_fits,
    take=_take,
    drop=_DROP,
    needs=(_CREATED, ("Customer ID", "Customer Email")),
    case="payment",
    help="In Stripe's dashboard: Payments > Export > all columns.",
    note="A payment that failed is an event too; its status tells.",
)
API = Profile(
    title="Stripe (API)",
    fits=_fits_api,
    take=_take_api,
    keep=re.compile(r"metadata\..*|description|paid|refunded|payment_method_details\.(?:card\.brand|type)"),
    case="payment",
    help="Write the list of charges to a file as the API gives it.",
    note="Amounts are in the smallest unit of the currency (cents), as the API gives them.",
)
