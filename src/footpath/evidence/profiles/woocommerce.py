"""WooCommerce: orders as CSV (of the common export plug-ins), as its API gives them, and the orders report."""

from __future__ import annotations

import re

from footpath.evidence.profiles.taking import Taking
from footpath.evidence.profiles.types import Profile

_WANTED = ("completed", "wc-completed")
_UNWANTED = ("cancelled", "refunded", "failed", "wc-cancelled", "wc-refunded", "wc-failed")


def _fits(columns: frozenset[str]) -> bool:
    own = {
        "order_total",
        "order_currency",
        "payment_method_title",
        "billing_email",
        "customer_email",
        "order_number",
    }
    return "order_id" in columns and len(own & columns) >= 3


def _take(take: Taking) -> None:
    take.role("case", "order_number", "order_id")
    # customer_id is 0 for every guest: addresses come first.
    take.role("customer", "customer_email", "billing_email", "customer_id")
    take.times({"ordered": "order_date", "paid": "paid_date", "completed": "completed_date"})
    take.role("value", "order_total", why="the order's total")
    take.role("currency", "order_currency")
    take.role("channel", "created_via", "_wc_order_attribution_source_type")
    _outcome(take, "status", "order_status")


def _outcome(take: Taking, *names: str) -> None:
    name = take.first(*names)
    if name:
        take.outcome(name, wanted=_WANTED, unwanted=_UNWANTED)


def _fits_api(columns: frozenset[str]) -> bool:
    return {"date_created", "total", "status", "order_key"} <= columns and bool(
        {"billing.email", "customer_id", "line_items"} & columns
    )


def _take_api(take: Taking) -> None:
    take.role("case", "number", "id", means="the order that the row is about")
    take.role("customer", "billing.email", "customer_id")
    gmt = "_gmt" if "date_created_gmt" in take else ""
    take.times(
        {"ordered": f"date_created{gmt}", "paid": f"date_paid{gmt}", "completed": f"date_completed{gmt}"}
    )
    if gmt:
        take.zone("UTC", "date_created_gmt and its kin are in UTC")
    take.role("value", "total")
    take.role("currency", "currency")
    take.role("channel", "created_via")
    _outcome(take, "status")


def _fits_analytics(columns: frozenset[str]) -> bool:
    return {"Date", "Order #", "Status"} <= columns


def _take_analytics(take: Taking) -> None:
    take.role("case", "Order #", means="the order that the row is about")
    take.role("customer", "Customer", why="names alone tell customers apart here")
    take.times({"ordered": "Date"})
    take.role("value", "N. Revenue", "Net Sales")
    take.role("channel", "Attribution")
    _outcome(take, "Status")


_DROP = re.compile(
    r".*(?:_ip_|user_agent|_tax|first_name|last_name|address|phone|company|order_key|_links|formatted).*",
    re.IGNORECASE,
)
PROFILE = Profile(
    title="WooCommerce (orders)",
    fits=_fits,
    take=_take,
    drop=_DROP,
    needs=(("order_date",), ("customer_email", "billing_email", "customer_id")),
    case="order",
    help="Export orders with order_date, paid_date, completed_date, status, order_total and billing_email.",
)
API = Profile(
    title="WooCommerce (API)",
    fits=_fits_api,
    take=_take_api,
    case="order",
    keep=re.compile(
        r"payment_method|payment_method_title|billing\.country|shipping\.country|discount_total|shipping_total"
    ),
)
ANALYTICS = Profile(
    title="WooCommerce (Analytics > Orders)",
    fits=_fits_analytics,
    take=_take_analytics,
    drop=_DROP,
    case="order",
    help="An export of the orders themselves has e-mail addresses, which tell customers apart better than names.",
    note="This report tells customers by name only: two of one name are taken for one.",
)
