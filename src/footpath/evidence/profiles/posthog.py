"""PostHog: batch and file exports (Parquet, JSON Lines, CSV of the activity page), one row an event."""

from __future__ import annotations

import re

from footpath.evidence.profiles.taking import Taking
from footpath.evidence.profiles.types import Profile, heads


def _fits(columns: frozenset[str]) -> bool:
    tops = heads(columns)
    return {"event", "properties"} <= tops and bool({"uuid", "distinct_id", "person_id"} & tops)


def _take(take: Taking) -> None:
    take.role("time", "timestamp", "created_at")
    take.role("event", "event")
    take.role("event_id", "uuid", why="an id that is new with each event")
    customer = take.role(
        "customer", "distinct_id", "person_id", why="a person's id, or the browser's before login"
    )
    take.identity(
        take.first("properties.$anon_distinct_id"),
        customer,
        "identify() says there which browser the person had before",
    )
    take.role("session", "properties.$session_id")
    take.role("channel", "properties.utm_medium", "properties.$channel_type", "properties.channel")
    take.role("value", "properties.revenue", "properties.value", "properties.amount", "properties.price")
    take.role("currency", "properties.currency")
    take.screens(
        "properties.$current_url",
        "properties.$pathname",
        "properties.$screen_name",
        views=("$pageview", "$screen"),
    )


PROFILE = Profile(
    title="PostHog",
    fits=_fits,
    take=_take,
    keep=re.compile(
        r"properties\.(?!\$|token|distinct_id).*"
        r"|properties\.\$(?:browser|os|device_type|geoip_country_code|geoip_city_name|referring_domain|pathname|host)"
    ),
    needs=(("distinct_id", "person_id"), ("timestamp", "created_at")),
    help="Use a batch or file export of the events model, as Parquet or JSON Lines, with all of its columns.",
    note="$pageleave and $autocapture stand among the events; a rule or --where leaves them out.",
)
