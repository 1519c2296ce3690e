"""Segment (and RudderStack): calls of track, page, screen and identify as JSON, or the tables of a warehouse."""

from __future__ import annotations

import re

from footpath.evidence.profiles.taking import Taking
from footpath.evidence.profiles.types import Profile


def _fits(columns: frozenset[str]) -> bool:
    return "messageId" in columns and bool({"anonymousId", "userId"} & columns) and "type" in columns


def _fits_tables(columns: frozenset[str]) -> bool:
    return bool({"anonymous_id", "user_id"} & columns) and {"received_at", "original_timestamp"} <= columns


def _take(take: Taking) -> None:
    take.role("time", "timestamp", "originalTimestamp", "receivedAt")
    take.either("event", "event", "name", "type")
    take.role("event_id", "messageId", why="an id that is new with each call")
    _who(take, "userId", "anonymousId")
    take.role("channel", "context.campaign.medium", "channel")
    take.role("value", "properties.revenue", "properties.total", "properties.value", "properties.price")
    take.role("currency", "properties.currency")
    take.role("case", "properties.order_id", "properties.orderId")
    take.screens("context.page.url", "properties.url", "context.page.path", views=("page", "screen"))


def _who(take: Taking, known: str, anonymous: str) -> None:
    customer = take.role("customer", known)
    if customer is None:
        take.role("customer", anonymous, why="nobody in the file is signed in")
    take.identity(
        take.first(anonymous) if customer else None, customer, "the browser, also before identify()"
    )


def _take_tables(take: Taking) -> None:
    take.role("time", "timestamp", "original_timestamp", "received_at")
    if take.either("event", "event_text", "event", "name") is None:
        take.event_name("page")
    take.role("event_id", "id", "message_id", why="an id that is new with each call")
    _who(take, "user_id", "anonymous_id")
    take.role("channel", "context_campaign_medium")
    take.role("value", "revenue", "total", "value", "price")
    take.role("currency", "currency")
    take.role("case", "order_id")
    take.screens("context_page_url", "url", "context_page_path", "path", views=("page", "screen"))


_KEEP = re.compile(
    r"properties\.(?!url|referrer|search|title|path).*|context\.(?:locale|device\.type|os\.name|campaign\.(?:name|source))"
)
_NOTE = (
    "Calls of identify, group and alias stand among the events under those names; they tie browsers to people. "
    "A page or screen that has a name is called by it."
)

PROFILE = Profile(
    title="Segment",
    fits=_fits,
    take=_take,
    keep=_KEEP,
    needs=(("timestamp", "originalTimestamp", "receivedAt"),),
    help="Use the raw JSON of a storage destination (S3, Google Cloud Storage), with all fields.",
    note=_NOTE,
)
TABLES = Profile(
    title="Segment (warehouse tables)",
    fits=_fits_tables,
    take=_take_tables,
    keep=re.compile(
        r"(?!context_|.*_at$|original_timestamp|sent_at|uuid|id$|url$|path$|title$|referrer|search).*"
    ),
    needs=(("timestamp", "original_timestamp", "received_at"),),
    help="Export the tables tracks and pages (or one of each event) with all columns, each as a source.",
)
