"""Amplitude: the files of its Export API (gzipped JSON Lines), one row an event."""

from __future__ import annotations

import re

from footpath.evidence.profiles.taking import Taking
from footpath.evidence.profiles.types import Profile, heads


def _fits(columns: frozenset[str]) -> bool:
    own = {"amplitude_id", "event_properties", "$insert_id", "client_event_time", "amplitude_event_type"}
    return "event_type" in columns and bool(own & heads(columns))


def _take(take: Taking) -> None:
    take.role("time", "event_time", "client_event_time")
    take.role("event", "event_type")
    take.either("event_id", "$insert_id", "uuid", why="an id that is new with each event")
    customer = take.role("customer", "user_id")
    device = take.first("device_id", "amplitude_id")
    if customer is None:
        take.role("customer", "device_id", "amplitude_id", why="nobody in the file is signed in")
    take.identity(device if customer else None, customer, "the device, also before the person signs in")
    take.role("session", "session_id")
    take.role("channel", "event_properties.utm_medium", "user_properties.utm_medium")
    take.role("value", "event_properties.$revenue", "event_properties.revenue", "event_properties.price")
    take.role("currency", "event_properties.currency", "event_properties.$currency")
    take.zone("UTC", "Amplitude exports times in UTC")
    take.screens(
        "event_properties.[Amplitude] Page URL",
        "event_properties.[Amplitude] Page Location",
        "event_properties.[Amplitude] Page Path",
        "event_properties.[Amplitude] Screen Name",
        views=("[Amplitude] Page Viewed", "[Amplitude] Screen Viewed", "Page Viewed", "Viewed Page"),
    )


PROFILE = Profile(
    title="Amplitude",
    fits=_fits,
    take=_take,
    keep=re.compile(
        r"event_properties\..*|user_properties\.(?!initial_).*|platform|country|device_family|os_name|language"
    ),
    needs=(("event_time", "client_event_time"), ("user_id", "device_id", "amplitude_id")),
    help="Use the Export API, or Data > Export of the project; the CSV behind a chart holds totals.",
    note="A session of -1 means outside of any.",
)
