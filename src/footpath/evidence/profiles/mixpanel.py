"""Mixpanel: its raw export, one JSON object an event, everything but the name in `properties`."""

from __future__ import annotations

import re

from footpath.evidence.profiles.taking import Taking
from footpath.evidence.profiles.types import Profile, heads


def _fits(columns: frozenset[str]) -> bool:
    tops = heads(columns)
    nested = {"properties.time", "properties.distinct_id"} <= columns
    return "event" in columns and (nested or (tops <= {"event", "properties"} and "properties" in tops))


def _take(take: Taking) -> None:
    take.role("time", "properties.time", why="seconds since 1970")
    take.role("event", "event")
    take.role("event_id", "properties.$insert_id", why="an id that is new with each event")
    known = take.first("properties.$user_id")
    device = take.first("properties.$device_id")
    if known and device:
        # distinct_id is the person's after login and "$device:…" before: the device itself ties the two.
        customer = take.role("customer", known)
        take.identity(
            f"{device} | properties.distinct_id", customer, "the device, also before the person signs in"
        )
    else:
        take.role("customer", "properties.distinct_id", why="the person, or the browser before login")
    take.role("channel", "properties.utm_medium")
    take.role("value", "properties.revenue", "properties.amount", "properties.price", "properties.value")
    take.role("currency", "properties.currency")
    take.screens(
        "properties.$current_url",
        "properties.current_url_path",
        "properties.current_page_title",
        views=("$mp_web_page_view", "Page View", "page_view", "Viewed Page"),
    )


PROFILE = Profile(
    title="Mixpanel",
    fits=_fits,
    take=_take,
    keep=re.compile(
        r"properties\.(?!\$|mp_|distinct_id|time$|token).*|properties\.(?:\$browser|\$os|\$city|mp_country_code|\$device)"
    ),
    needs=(("properties.time",), ("properties.distinct_id", "properties.$user_id", "properties.$device_id")),
    help="Use the raw export (api/2.0/export), which has one line an event; the CSV of a report holds totals.",
    note=(
        "Times are read as UTC. Projects made before 2023 export times in the project's own zone as if they were UTC: "
        "compare one event that you know."
    ),
)
