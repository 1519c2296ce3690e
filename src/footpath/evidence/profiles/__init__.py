"""What exports of known tools look like, one file a tool: recognised by their columns, their columns given roles.

A profile only fills in what a source would say by hand, and every line of it is a guess like others: shown, with the
option that changes it. `recognise` asks them in the order of the table.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from footpath.base import Registry
from footpath.evidence.profiles.types import Profile

PROFILES: Registry[Profile] = Registry(
    "profile",
    {
        "posthog": "footpath.evidence.profiles.posthog:PROFILE",
        "amplitude": "footpath.evidence.profiles.amplitude:PROFILE",
        "ga4": "footpath.evidence.profiles.ga4:PROFILE",
        "segment": "footpath.evidence.profiles.segment:PROFILE",
        "segment-tables": "footpath.evidence.profiles.segment:TABLES",
        "mixpanel": "footpath.evidence.profiles.mixpanel:PROFILE",
        "xes": "footpath.evidence.profiles.xes:PROFILE",
        "shopify": "footpath.evidence.profiles.shopify:PROFILE",
        "stripe": "footpath.evidence.profiles.stripe:PROFILE",
        "stripe-api": "footpath.evidence.profiles.stripe:API",
        "hubspot": "footpath.evidence.profiles.hubspot:PROFILE",
        "matomo": "footpath.evidence.profiles.matomo:PROFILE",
        "snowplow": "footpath.evidence.profiles.snowplow:PROFILE",
        "ocel": "footpath.evidence.profiles.ocel:PROFILE",
        "woocommerce": "footpath.evidence.profiles.woocommerce:PROFILE",
        "woocommerce-api": "footpath.evidence.profiles.woocommerce:API",
        "woocommerce-analytics": "footpath.evidence.profiles.woocommerce:ANALYTICS",
        "salesforce": "footpath.evidence.profiles.salesforce:PROFILE",
        "salesforce-report": "footpath.evidence.profiles.salesforce:REPORT",
    },
    group="footpath.profiles",
)


@cache
def _all() -> tuple[tuple[str, Profile], ...]:
    return tuple((name, PROFILES.get(name)) for name in PROFILES.names())


def recognise(columns: Collection[str]) -> str | None:
    """Return the name of the profile that a file's columns fit, or None."""
    names = frozenset(columns)
    return next((name for name, profile in _all() if profile.fits(names)), None)


__all__ = ["PROFILES", "Profile", "recognise"]
